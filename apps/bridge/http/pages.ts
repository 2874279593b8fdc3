import { refuse, reply, type Route } from '@posthouse/kernel';
import type { Text } from '@posthouse/protocol';
import { findPageFile } from './page-files.ts';

const DOORS = ['main', 'bridge'];

/** The pages' import map is the one script that cannot be a file; a test compares it. */
export const IMPORT_MAP_HASH = 'sha256-tzDehxRtzVx3r4BHjl7Yk7jrZyz8+n5diS57xd23WrY=';

/** Pictures may come from anywhere, scripts and styles from here alone. */
export const PAGE_POLICY = [
  "default-src 'self'",
  `script-src 'self' '${IMPORT_MAP_HASH}'`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: http: https:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

/** The station, its simulator, and their files. Public: they hold no data, and what they do needs its own permission. */
export function pageRoutes(): readonly Route[] {
  const page = (path: string, file: string, summary: Text): Route => ({
    endpoints: DOORS,
    method: 'GET',
    path,
    permission: null,
    summary,
    schema: {},
    handle: async () => send(file),
  });
  return [
    page('/station', 'station.html', { zh: '打印站页面', en: 'The station page' }),
    page('/test', 'test.html', { zh: '模拟多个打印站', en: 'Several simulated stations' }),
    {
      ...page('/station/*', '', { zh: '打印站页面的文件', en: "The station page's files" }),
      handle: async ({ params }: { params: { '*': string } }) => send(params['*']),
    },
  ];
}

function send(name: string) {
  const file = findPageFile(name);
  if (!file) return refuse('BRIDGE_PAGE_UNKNOWN', { file: name.slice(0, 100) });
  return reply({ headers: { 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-cache' }, file });
}
