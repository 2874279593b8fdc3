/** The pages' own files; what is not listed is not served. */
const OWN = [
  'station.html',
  'test.html',
  'station.css',
  'station.ts',
  'test.ts',
  'connection.ts',
  'fields.ts',
  'journal.ts',
  'papers.ts',
  'press.ts',
  'print.ts',
  'samples.ts',
  'settings.ts',
  'sheet.ts',
  'words.ts',
  'sheets/form.ts',
  'sheets/label.ts',
  'sheets/markup.ts',
  'sheets/plain.ts',
  'sheets/qr.ts',
];

/** Files of packages, under the names the pages use. */
const INSTALLED: Readonly<Record<string, () => string>> = {
  'socket.io.js': () =>
    new URL('./socket.io.esm.min.js', import.meta.resolve('socket.io-client/dist/socket.io.js')).href,
  'uqr.js': () => import.meta.resolve('uqr'),
};

export function findPageFile(name: string): URL | null {
  if (OWN.includes(name)) return new URL(`../page/${name}`, import.meta.url);
  return Object.hasOwn(INSTALLED, name) ? new URL(INSTALLED[name]!()) : null;
}
