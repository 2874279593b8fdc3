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

/** How long who was turned away may read why, in milliseconds. */
const TO_READ = 1_000;

/**
 * Answers on the bare socket of an upgrade, or of what could not be read as a request, and ends it: also one that stays
 * or goes on speaking.
 */
export function turnAway(socket: Duplex, code: string, asked: IncomingHttpHeaders = {}): void {
  const { status, headers, body } = answerOf(code, asked);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  // What it still says goes nowhere: unread it would keep the socket from closing.
  socket.resume();
  const late = setTimeout(() => socket.destroy(), TO_READ);
  socket.once('close', () => clearTimeout(late));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n${lines.join('')}\r\n${body}`,
  );
}
