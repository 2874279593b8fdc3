import type { IncomingMessage } from 'node:http';
import type { Endpoint } from '@posthouse/kernel';
import { targetOf } from '../http/raw-headers.ts';

/**
 * The endpoint that a request names by its path and sub-protocol. One that demands a sub-protocol goes before one
 * that shares its path and demands none (`/ws` of the native protocol and of the lines).
 */
export function matchEndpoint(
  endpoints: readonly Endpoint[],
  request: Pick<IncomingMessage, 'url' | 'headers'>,
): Endpoint | null {
  const { path } = targetOf(request.url);
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
  const here = endpoints.filter(({ paths }) => paths.test(path));
  return (
    here.find(({ subprotocol }) => subprotocol !== undefined && offered.includes(subprotocol)) ??
    here.find(({ subprotocol }) => subprotocol === undefined) ??
    null
  );
}
