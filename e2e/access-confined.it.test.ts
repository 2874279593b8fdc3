import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Caller } from '../packages/hub/src/access/testing/caller.ts';
import { freePort } from '../test-support/free-port.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';

const OWNER = 'the-owner-of-this-test';

let hub: TestHub;
let bridge: number;
let plain: number;
let sse: number;
let owner: Caller;

beforeAll(async () => {
  [bridge, plain, sse] = [await freePort(), await freePort(), await freePort()];
  hub = await startHub({
    POSTHOUSE_TOKENS: `chief:owner:${OWNER}`,
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_BRIDGE_PORT: String(bridge),
    POSTHOUSE_BRIDGE_WS_PORT: String(plain),
    POSTHOUSE_BRIDGE_SSE_PORT: String(sse),
  });
  owner = new Caller(hub.url).bearing(OWNER);
});
afterAll(() => hub[Symbol.asyncDispose]());

/** The token of a machine that is confined to these keys, or to none. */
async function machine(kind: string, ...only: readonly string[]): Promise<string> {
  const given = { name: kind, kind, ...(only.length > 0 && { only }) };
  const { body } = await owner.post('/api/auth/machines', given);
  const claimed = await new Caller(hub.url).post('/api/auth/claim', { code: body.claim_code });
  return String(claimed.body.token);
}

describe('a machine that is confined to keys', () => {
  it('prints for its own printer, and is closed when it announces another or none', async () => {
    const ids: Record<string, number> = {};
    for (const name of ['bar', 'kitchen']) {
      const { status, body } = await owner.post('/api/print/printers', { name, driver: 'client' });
      expect(status).toBe(201);
      ids[name] = body.id;
    }
    const token = await machine('print-client', `print/printer/${ids['bar']}`);

    /** Announces a name: the paper that it gets, or how it was closed. */
    const serve = (name: string | null): Promise<unknown> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${hub.printPort}/?token=${token}`);
        socket.once('open', () => socket.send(JSON.stringify({ type: 'printer_info', printer: { name } })));
        socket.on('message', (text: Buffer) => {
          const { type } = JSON.parse(text.toString('utf8')) as { type: string };
          if (type !== 'new_order') return;
          resolve(type);
          socket.terminate();
        });
        socket.once('close', (code, reason) => resolve([code, reason.toString()]));
      });

    const forbidden = [4403, 'PRINT_CLIENT_FORBIDDEN'];
    expect(await serve('kitchen')).toEqual(forbidden);
    expect(await serve('nobody knows it')).toEqual(forbidden);
    const { body: order } = await owner.post('/api/print/orders', {
      items: [{ name: 'tea', quantity: 1, unit_price: 1 }],
    });
    const confirmed = await owner.post(`/api/print/orders/${order.id}/confirm`, { printer_id: ids['bar'] });
    expect(confirmed.status).toBe(200);
    expect(await serve('bar')).toBe('new_order');
  });

  it('registers its own station and no other, and speaks to no other', async () => {
    const connect = async (token: string) => {
      const socket = io(`http://127.0.0.1:${bridge}`, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        auth: { token },
      });
      await new Promise((resolve) => socket.once('connect', () => resolve(null)));
      return socket;
    };
    const mine = await connect(await machine('station', 'bridge/station/A1'));
    const free = await connect(await machine('station'));
    const forbidden = { error: { code: 'BRIDGE_STATION_FORBIDDEN' } };
    expect(await mine.emitWithAck('register', 'B2')).toEqual(forbidden);
    expect(await mine.emitWithAck('register', 'A1')).toEqual({ clientId: 'A1' });
    expect(await free.emitWithAck('register', 'B2')).toEqual({ clientId: 'B2' });
    const heard: unknown[] = [];
    const end = new Promise((resolve) => {
      free.on('message', (text: unknown) => {
        heard.push(text);
        if (text === 'from itself') resolve(null);
      });
    });
    mine.emit('message', { clientId: 'B2', msg: 'from another' });
    // Events of a connection are handled in order: after this answer the first one was handled too.
    await mine.emitWithAck('register', 'A1');
    free.emit('message', { clientId: 'B2', msg: 'from itself' });
    await end;
    expect(heard).toEqual(['from itself']);
    mine.disconnect();
    free.disconnect();
  });

  it('does not listen where everything is said to every station', async () => {
    const confined = await machine('station', 'bridge/station/A1');
    const unconfined = await machine('station');
    const socketVerdict = (token: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${plain}/?token=${token}`);
        socket.once('message', () => {
          resolve('in');
          socket.terminate();
        });
        socket.once('close', (code) => resolve(code));
      });
    const streamVerdict = async (token: string) => {
      const reply = await fetch(`http://127.0.0.1:${sse}/sse?token=${token}`);
      await reply.body?.cancel();
      return reply.status;
    };
    expect(await socketVerdict(confined)).toBe(4403);
    expect(await streamVerdict(confined)).toBe(403);
    expect(await socketVerdict(unconfined)).toBe('in');
    expect(await streamVerdict(unconfined)).toBe(200);
  });
});
