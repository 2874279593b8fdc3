import type { IncomingMessage } from 'node:http';
import type { Handshake } from '@posthouse/kernel';

/** What a connection's first request says; `auth` is added by the namespace's CONNECT. */
export function handshakeOf(endpoint: string, request: IncomingMessage, address: string): Handshake {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    endpoint,
    path: url.pathname,
    query: url.searchParams,
    headers,
    address: plainAddress(address),
  };
}

/** An IPv4 address as itself, also from a socket that listens on IPv6. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}
