import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Wire } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { deaf, openEndpoint } from './testing/open-endpoint.ts';

const MANY = 20_000;
const PAUSED_AT = 100;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('K9: reads much that came at once in slices, stops within it when its peer is paused, and loses nothing', async () => {
  const heard: number[] = [];
  let wire: Wire | undefined;
  const { url, stop } = await openEndpoint({}, async (_, its) => {
    wire = its;
    return {
      ...deaf,
      async message(data) {
        const { args } = data as { readonly args: readonly number[] };
        if (heard.push(args[0]!) === PAUSED_AT) its.pause();
      },
    };
  });
  const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await once(ws, 'message');
  ws.send('40');
  await once(ws, 'message');
  const socket = (ws as unknown as { readonly _socket: Socket })._socket;
  socket.cork();
  for (let n = 0; n < MANY; n++) ws.send(`42["n",${n}]`);
  socket.uncork();
  while (heard.length < PAUSED_AT) await turn();
  for (let turns = 0; turns < 50; turns++) await turn();
  // No more than what was in the same slice.
  expect(heard.length).toBeLessThan(PAUSED_AT + 300);
  wire!.resume();
  while (heard.length < MANY) await turn();
  expect(heard).toEqual(Array.from({ length: MANY }, (_, n) => n));
  ws.close();
  await once(ws, 'close');
  await stop();
});
