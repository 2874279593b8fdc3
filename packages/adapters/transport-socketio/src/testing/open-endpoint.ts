import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint, Inbound, Transport } from '@posthouse/kernel';
import { createSocketIoTransport, type SocketIoOptions } from '../socketio-transport.ts';

export type Accept = Parameters<Transport['open']>[2];

export const endpoint: Endpoint = {
  name: 'test',
  transport: 'socketio',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/socket\.io\//,
  origins: ['*'],
  maxMessage: 1_048_576,
  ping: 25_000,
  timeout: 20_000,
  open: [],
};

/** A frame as a dialect makes it. */
export const frame = (event: string, ...args: unknown[]) => ({ data: JSON.stringify([event, ...args]) });

/** Takes everybody and hears nothing. */
export const deaf: Inbound = { message: async () => {}, pong() {}, closed() {} };

export async function listen(server: Server = createServer()): Promise<{ server: Server; port: number }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** The transport alone on a server of its own, without the kernel's peers. */
export async function openEndpoint(
  changes: Partial<Endpoint>,
  accept: Accept,
  options: SocketIoOptions = {},
) {
  const { server, port } = await listen();
  const stop = await createSocketIoTransport(options).open({ ...endpoint, ...changes }, server, accept);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await stop();
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
