import { expect, it } from 'vitest';
import { addressOf, hubPortOf, type Endpoint } from './endpoints.ts';

const endpoint = (name: string, transport: string, port: number, path: string): Endpoint => ({
  name,
  app: name,
  transport,
  port,
  path,
  subprotocol: null,
  samples: [],
});
const native = endpoint('native', 'ws', 5000, '/ws');
const print = endpoint('print', 'ws', 8765, '/');
const tasks = endpoint('tasks', 'socketio', 5000, '/socket.io/');

it('reaches what shares the port of the page where the page came from', () => {
  const proxied = { protocol: 'https:', hostname: 'hub.shop', host: 'hub.shop' };
  expect(hubPortOf([print, native])).toBe(5000);
  expect(addressOf(native, 5000, proxied)).toBe('wss://hub.shop/ws');
  expect(addressOf(tasks, 5000, proxied)).toBe('https://hub.shop/socket.io/');
});

it('reaches other ports under the same name', () => {
  const here = { protocol: 'http:', hostname: '192.168.1.5', host: '192.168.1.5:5000' };
  expect(addressOf(print, 5000, here)).toBe('ws://192.168.1.5:8765/');
});
