import { expect, it } from 'vitest';
import { snippetsOf } from './snippets.ts';

const ways = [
  { name: 'native', port: 5000, path: '/ws' },
  { name: 'print', port: 8765, path: '/' },
  { name: 'bridge', port: 3000, path: '/socket.io/' },
];
const place = { hostname: 'hub.shop', host: 'hub.shop:5000', secure: false, guarded: false };

it('names the doors by which the reader can come in', () => {
  const [sdk, socketio, print] = snippetsOf(ways, place).map(({ code }) => code);
  expect(sdk).toContain(`connect({ url: 'ws://hub.shop:5000/ws' })`);
  expect(socketio).toContain(`io('http://hub.shop:3000')`);
  expect(print).toContain(`new WebSocket('ws://hub.shop:8765/')`);
});

it('leaves out a door that is closed', () => {
  expect(snippetsOf(ways.slice(0, 1), place).map(({ kind }) => kind)).toEqual(['sdk']);
});

it('says where a token goes when one is needed, and that a page over TLS comes by TLS', () => {
  const [sdk, socketio] = snippetsOf(ways, { ...place, guarded: true, secure: true });
  expect(sdk?.code).toContain(`{ url: 'wss://hub.shop:5000/ws', token: 'YOUR_TOKEN' }`);
  expect(socketio?.code).toContain(`io('https://hub.shop:3000', { auth: { token: 'YOUR_TOKEN' } })`);
});
