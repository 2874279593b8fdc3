import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { troubleOf } from '../../escpos/status.ts';
import { statusOf } from '../faults.ts';
import { parseFaults } from '../parse-faults.ts';
import type { VirtualPrinter } from '../virtual-printer.ts';
import { pageHtml } from './html.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { languageOf } from './words.ts';

const LARGEST_BODY = 4_096;
const JSON_TYPE = 'application/json; charset=utf-8';

/** A web page that shows a virtual printer's papers and switches its faults. */
export interface PaperPage {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the page on `host:port` (0: a free one). Receipts are private: foreign Host headers are refused. */
export async function createPaperPage(options: {
  readonly printer: VirtualPrinter;
  readonly host?: string;
  readonly port?: number;
}): Promise<PaperPage> {
  const { printer, host = '127.0.0.1', port = 0 } = options;
  const server = createServer((request, response) => {
    void answer(printer, host, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function answer(
  printer: VirtualPrinter,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!mayCome(request.headers.host, host)) return send(response, 403, 'text/plain', 'Host refused\n');
  const { pathname } = new URL(request.url ?? '/', 'http://printer');
  if (request.method === 'POST') {
    if (pathname === '/faults') return switchFaults(printer, request, response);
    return send(response, 404, 'text/plain', 'Not found\n');
  }
  const [, id = '', form] = /^\/papers\/(\d{1,12})[.](svg|txt)$/.exec(pathname) ?? [];
  const paper = printer.paper(Number(id));
  if (paper && form === 'svg') return send(response, 200, 'image/svg+xml; charset=utf-8', paper.svg);
  if (paper && form === 'txt') return send(response, 200, 'text/plain; charset=utf-8', paper.text);
  switch (pathname) {
    case '/': {
      const language = languageOf(request.headers['accept-language']);
      return send(
        response,
        200,
        'text/html; charset=utf-8',
        pageHtml(language, `${printer.host}:${printer.port}`),
      );
    }
    case '/page.css':
      return send(response, 200, 'text/css; charset=utf-8', STYLE);
    case '/page.js':
      return send(response, 200, 'text/javascript; charset=utf-8', SCRIPT);
    case '/state.json':
      return send(response, 200, JSON_TYPE, JSON.stringify(stateOf(printer)));
    default:
      return send(response, 404, 'text/plain', 'Not found\n');
  }
}

function stateOf(printer: VirtualPrinter): object {
  const faults = printer.faults();
  const papers = printer.papers().map(({ id, at, text, cut }) => ({ id, at, text, cut }));
  return { papers, faults, trouble: troubleOf(statusOf(faults)) };
}

/** JSON only: a foreign page cannot send that without a preflight, which is not answered. */
async function switchFaults(
  printer: VirtualPrinter,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const json = request.headers['content-type']?.startsWith('application/json') ?? false;
  const change = json ? parseFaults(await readJson(request)) : null;
  if (!change) {
    const message = 'No such fault, or no such value of it';
    return send(response, 400, JSON_TYPE, JSON.stringify({ error: { code: 'PRINTER_BAD_FAULT', message } }));
  }
  printer.setFault(change);
  return send(response, 200, JSON_TYPE, JSON.stringify(printer.faults()));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LARGEST_BODY) return null;
  }
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** A page elsewhere may point its own name at this address; then the name in Host is not ours. */
function mayCome(given: string | undefined, bound: string): boolean {
  const name = given?.replace(/:\d+$/, '') ?? '';
  if (bound === '0.0.0.0' || bound === '::') return /^[\d.]+$|^\[[\da-f:]+\]$|^localhost$/i.test(name);
  return ['localhost', '127.0.0.1', '[::1]', bound].includes(name);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
  });
  response.end(body);
}
