import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { plainAddress } from '../auth/networks.ts';

/** Headers as the ports want them: lower-case names, one text each. */
export function headerMap(headers: IncomingHttpHeaders): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** Path and query of a request line; what no URL can be made of is `/`. */
export function targetOf(url: string | undefined): { path: string; query: URLSearchParams } {
  const [path = '/', query = ''] = (url ?? '/').split(/\?(.*)/s);
  return { path: path === '' ? '/' : path, query: new URLSearchParams(query) };
}

export function addressOf(request: Pick<IncomingMessage, 'socket'>): string {
  return plainAddress(request.socket.remoteAddress ?? '');
}

/** Whether the caller's connection ends here by TLS. */
export function isSecure({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
  return 'encrypted' in socket && socket.encrypted === true;
}

/** What the caller's program calls itself, without control characters. */
export function agentOf(headers: IncomingHttpHeaders): string {
  return (headers['user-agent'] ?? '').replace(/\p{Cc}/gu, '').slice(0, 200);
}

/** A URL for a log: the value of `token` never appears. */
export function maskedUrl(url: string): string {
  return url.replace(/([?&]token=)[^&#]*/gi, '$1•••');
}
