import { STATUS_CODES, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { kernelErrors } from '@posthouse/kernel';
import { errorBody, localeOf, type ErrorRegistry } from '@posthouse/protocol';
import { hubErrors } from '../errors.ts';

const registry: ErrorRegistry = { ...kernelErrors, ...hubErrors };

/** The answer to what no route and no transport ever sees. */
function answerOf(code: string, headers: IncomingHttpHeaders) {
  const body = JSON.stringify(errorBody(registry, code, localeOf(headers['accept-language'])));
  return {
    status: registry[code]?.status ?? 403,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  };
}

/** Answers a request that is not let in. */
export function refuseRequest(response: ServerResponse, code: string, asked: IncomingHttpHeaders): void {
  const { status, headers, body } = answerOf(code, asked);
  response.writeHead(status, headers).end(body);
}

/** Answers on the bare socket of an upgrade, or of what could not be read as a request, and ends it. */
export function turnAway(socket: Duplex, code: string, asked: IncomingHttpHeaders = {}): void {
  const { status, headers, body } = answerOf(code, asked);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n${lines.join('')}\r\n${body}`,
  );
}
