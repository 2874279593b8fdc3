/** Where a program on this machine reaches a port. */
export function urlOf(scheme: 'http' | 'https', host: string, port: number): string {
  const here = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${scheme}://${here.includes(':') ? `[${here}]` : here}:${port}`;
}
