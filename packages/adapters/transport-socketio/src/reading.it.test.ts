import { once } from 'node:events';
import type { Wire } from '@posthouse/kernel';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { deaf, frame, openEndpoint } from './testing/open-endpoint.ts';
import { connectByPolling } from './testing/poll.ts';

async function openRecorded(namespaces = ['/']) {
  const heard: unknown[] = [];
  const wires: Wire[] = [];
  const { url, stop } = await openEndpoint(
    {},
    async (_, wire) => {
      wires.push(wire);
      return { ...deaf, message: async (data) => void heard.push(data) };
    },
    { namespaces },
  );
  onTestFinished(stop);
  return { url, heard, wires };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Time for what was sent to arrive. */
async function turns(): Promise<void> {
  for (let n = 0; n < 100; n++) await turn();
}

it('stays paused when it moves from polling to WebSocket', async () => {
  const { url, heard, wires } = await openRecorded();
  const { sid, poll } = await connectByPolling(url);
  wires[0]!.pause();
  const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&sid=${sid}`);
  await once(ws, 'open');
  const polled = poll();
  ws.send('2probe');
  await once(ws, 'message');
  await polled;
  ws.send('5');
  wires[0]!.write([frame('moved')]);
  await once(ws, 'message');
  ws.send('42["e"]');
  await turns();
  expect(heard).toEqual([]);
  wires[0]!.resume();
  await expect.poll(() => heard).toEqual([{ event: 'e', args: [] }]);
  ws.close();
  await once(ws, 'close');
});

it('is read again when no peer on it is paused any more', async () => {
  const { url, heard, wires } = await openRecorded(['/', '/other']);
  const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await once(ws, 'message');
  for (const connect of ['40', '40/other,']) {
    ws.send(connect);
    await once(ws, 'message');
  }
  for (const wire of wires) wire.pause();
  wires[0]!.resume();
  ws.send('42["e"]');
  await turns();
  expect(heard).toEqual([]);
  wires[1]!.resume();
  await expect.poll(() => heard).toEqual([{ event: 'e', args: [] }]);
  ws.close();
  await once(ws, 'close');
});
