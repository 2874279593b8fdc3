import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startHub } from '../packages/hub/src/testing/start-hub.ts';

const ORDER = { items: [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }] };

async function post(url: string, body: unknown = {}): Promise<{ id: number; jobs: { id: number }[] }> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await reply.json()) as { id: number; jobs: { id: number }[] };
}

/** The next message of one type. */
async function next(socket: WebSocket, type: string): Promise<{ order: { job_id: number } }> {
  for (;;) {
    const [data] = (await once(socket, 'message')) as [Buffer];
    const message = JSON.parse(data.toString()) as { type: string; order: { job_id: number } };
    if (message.type === type) return message;
  }
}

it('a stop waits for the paper that a print client has in hand', async () => {
  const data = await mkdtemp(join(tmpdir(), 'posthouse-drain-'));
  const env = { POSTHOUSE_DATA: data, POSTHOUSE_PRINT_VIRTUAL: 'false' };
  let job = 0;
  {
    await using hub = await startHub(env);
    const client = new WebSocket(`ws://127.0.0.1:${hub.printPort}`);
    await once(client, 'open');
    client.send(JSON.stringify({ type: 'printer_info', printer: { name: '吧台', status: 'ready' } }));
    const paper = next(client, 'new_order');
    const { id } = await post(`${hub.url}/api/print/orders`, ORDER);
    await post(`${hub.url}/api/print/orders/${id}/confirm`);
    job = (await paper).order.job_id;
    const stopped = hub.hub.stop();
    client.send(
      JSON.stringify({ type: 'print_status', job_id: job, status: 'completed', message: '打印成功' }),
    );
    const [code] = (await once(client, 'close')) as [number];
    expect(code).toBe(1012);
    await stopped;
  }
  {
    await using hub = await startHub(env);
    const reply = await fetch(`${hub.url}/api/print/jobs/${job}`);
    expect(await reply.json()).toMatchObject({ status: 'completed', evidence: 'reported' });
  }
  await rm(data, { recursive: true, force: true });
});
