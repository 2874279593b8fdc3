/** The environment of a hub that has nothing but tasks to do. */
export const tasksEnv = (folder: string, port: number): Record<string, string> => ({
  POSTHOUSE_DATA: folder,
  POSTHOUSE_PORT: String(port),
  POSTHOUSE_PRINT_PORT: '0',
  POSTHOUSE_PRINT_VIRTUAL: 'false',
  POSTHOUSE_BRIDGE_PORT: '0',
  POSTHOUSE_COME_BACK: '0',
  POSTHOUSE_TIMEZONE: 'Asia/Shanghai',
});
