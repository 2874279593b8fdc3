import { refuse, reply, type Call, type Route } from '@posthouse/kernel';
import type { Text } from '@posthouse/protocol';
import * as Type from 'typebox';
import { consoleFolder, createConsoleFiles, type ConsoleFiles } from './console-files.ts';
import { unbuiltPage } from './unbuilt-page.ts';

/** The console's own addresses; which page it is, its router decides. */
export const CONSOLE_PATHS = [
  '/',
  '/sign-in',
  '/print',
  '/print/*',
  '/bridge',
  '/bridge/*',
  '/tasks',
  '/tasks/*',
  '/connections',
  '/system',
  '/system/*',
  '/websocket-test',
] as const;

/** Scripts come from here alone; Vue sets styles of elements, and receipts are pictures made in the page. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'";
const YEAR_S = 31_536_000;

/** The console: one page for all its addresses, and its files. Public: they hold no data, what they ask for does. */
export function consoleRoutes(files: ConsoleFiles = createConsoleFiles(consoleFolder())): readonly Route[] {
  const get = (path: string, summary: Text, handle: Route['handle'], params?: object): Route => ({
    endpoints: ['main'],
    method: 'GET',
    path,
    permission: null,
    summary,
    schema: params ? { params } : {},
    handle,
  });
  return [
    ...CONSOLE_PATHS.map((path) =>
      get(path, { zh: '控制台', en: 'The console' }, async ({ locale }) => {
        const page = await files.page();
        return reply({
          status: page === null ? 503 : 200,
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'cache-control': 'no-cache',
            'content-security-policy': POLICY,
          },
          body: page ?? unbuiltPage(locale),
        });
      }),
    ),
    get(
      '/assets/:name',
      { zh: '控制台的文件', en: "The console's files" },
      async ({ params: { name }, codings }: Call<{ name: string }>) => {
        const file = await files.asset(name, codings);
        if (!file) return refuse('HUB_NOT_FOUND');
        const lasts = file.lasting ? `public, max-age=${YEAR_S}, immutable` : 'no-cache';
        return reply({
          headers: {
            'content-type': file.type,
            'cache-control': lasts,
            vary: 'accept-encoding',
            ...(file.coding && { 'content-encoding': file.coding }),
          },
          body: file.body,
        });
      },
      Type.Object({ name: Type.String({ maxLength: 200 }) }),
    ),
  ];
}
