import type { ConnectionNews, ConnectionRow, TailNews } from '@posthouse/protocol';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CONNECTIONS_KEY, VITALS_KEY } from '../house/rooms.ts';
import { RawPeer } from '../native/testing/raw-peer.ts';
import { freePort } from '../../../../test-support/free-port.ts';
import { startHub, type TestHub } from '../testing/start-hub.ts';
import { tailKey } from './tail-key.ts';

const TOKENS = ['boss:owner', 'op:operator', 'eye:viewer', 'counter:print-client', 'page:station'];

let hub: TestHub;
let bridgePort: number;

beforeAll(async () => {
  bridgePort = await freePort();
  hub = await startHub({
    POSTHOUSE_TOKENS: TOKENS.map((token) => `${token}:secret-of-${token.split(':')[0]}`).join(),
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_BRIDGE_PORT: String(bridgePort),
  });
});
afterAll(() => hub[Symbol.asyncDispose]());

const bearer = (who: string) => ({ authorization: `Bearer secret-of-${who}`, 'accept-language': 'en' });

async function get<T>(path: string, who = 'op'): Promise<T> {
  return (await (await fetch(hub.url + path, { headers: bearer(who) })).json()) as T;
}

interface Page {
  readonly items: readonly ConnectionRow[];
  readonly total: number;
}

async function enter(who: string): Promise<RawPeer & { readonly id: string }> {
  const peer = await RawPeer.connect(`${hub.url.replace('http', 'ws')}/ws`);
  peer.say({ type: 'hello', data: { client: 'test/1', version: 1, token: `secret-of-${who}` } });
  const { data } = await peer.next('welcome');
  return Object.assign(peer, { id: data.session });
}

async function join(peer: RawPeer, name: string, key: string): Promise<void> {
  peer.say({ type: 'subscribe', id: `join ${name}`, room: { name, key } });
  await peer.heard.until((all) => all.some((one) => one.type === 'snapshot' && one.room.name === name));
}

/** What a room has said, snapshots first. */
function newsOf<T>(peer: RawPeer, name: string): T[] {
  return peer.heard.all.flatMap((message) => {
    if (message.type === 'snapshot' && message.room.name === name) return message.data.values as T[];
    return message.type === 'message' && message.room.name === name ? [message.data as T] : [];
  });
}

async function until<T>(peer: RawPeer, name: string, enough: (news: T[]) => boolean): Promise<T[]> {
  await peer.heard.until(() => enough(newsOf<T>(peer, name)));
  return newsOf<T>(peer, name);
}

describe('connections', () => {
  it('are listed with who they are, found, sorted and paged', async () => {
    const [op, eye] = [await enter('op'), await enter('eye')];
    const page = await get<Page>('/api/connections?sort=rate');
    expect(page.total).toBe(2);
    expect(page.items.find(({ id }) => id === eye.id)).toMatchObject({
      endpoint: 'native',
      transport: 'ws',
      address: '127.0.0.1',
      who: 'eye',
      roles: ['viewer'],
      anonymous: false,
      state: 'open',
      received: 1,
      sent: 1,
      rooms: 0,
      holds: [],
    });
    expect((await get<Page>('/api/connections?q=EYE')).items.map(({ id }) => id)).toEqual([eye.id]);
    expect((await get<Page>('/api/connections?endpoint=print')).total).toBe(0);
    expect(await get('/api/connections?page=2&size=1')).toMatchObject({ total: 2, page: 2, size: 1 });
    for (const peer of [op, eye]) {
      peer.close();
      await peer.closed;
    }
  });

  it('say in their room what changes and who went', async () => {
    const op = await enter('op');
    await join(op, 'house.connections', CONNECTIONS_KEY);
    const eye = await enter('eye');
    const of = (id: string) => (news: ConnectionNews[]) => news.filter((one) => one.id === id);
    const [row] = of(eye.id)(
      await until<ConnectionNews>(op, 'house.connections', (all) => of(eye.id)(all).length > 0),
    );
    expect(row).toMatchObject({ is: 'peer', who: 'eye', endpoint: 'native' });
    eye.close();
    const last = of(eye.id)(
      await until<ConnectionNews>(op, 'house.connections', (all) =>
        of(eye.id)(all).some(({ is }) => is === 'gone'),
      ),
    ).at(-1);
    expect(last).toEqual({ is: 'gone', id: eye.id });
    op.close();
  });

  it('are sent away by hand, with a code, a reason and a line in the audit log', async () => {
    const eye = await enter('eye');
    const kick = (who: string, id: string) =>
      fetch(`${hub.url}/api/connections/${id}/kick`, {
        method: 'POST',
        headers: { ...bearer(who), 'content-type': 'application/json' },
        body: JSON.stringify({ reason: 'too curious' }),
      });
    expect((await kick('eye', eye.id)).status).toBe(403);
    expect(await (await kick('op', eye.id)).json()).toEqual({ id: eye.id, endpoint: 'native', who: 'eye' });
    expect(await eye.closed).toEqual({ code: 4409, reason: 'HUB_PEER_KICKED too curious' });
    const again = await kick('op', eye.id);
    expect([again.status, await again.json()]).toMatchObject([404, { error: { code: 'HUB_PEER_UNKNOWN' } }]);
    expect(await (await fetch(`${hub.url}/metrics`, { headers: bearer('op') })).text()).toContain(
      'posthouse_kicks_total{endpoint="native"} 1',
    );
    // The log is written together every second.
    const watcher = await enter('op');
    await join(watcher, 'house.vitals', VITALS_KEY);
    const lines = async () =>
      (await get<{ total: number }>('/api/audit?action=POST%20/api/connections/:id/kick', 'boss')).total;
    let beats = 0;
    while ((await lines()) === 0) {
      beats++;
      await until(watcher, 'house.vitals', (all) => all.length > beats);
    }
    watcher.close();
  });
});

describe('the tail', () => {
  it('shows a native connection to whoever may see it, numbers masked', async () => {
    const [boss, op] = [await enter('boss'), await enter('op')];
    await join(op, 'house.tail', tailKey(boss.id));
    boss.say({
      type: 'publish',
      room: { name: 'shared', key: 'shared/1' },
      data: { phone: '13812345678', text: 'hi' },
    });
    boss.say({ type: 'ping', data: {} });
    const seen = (news: TailNews[]) => news.filter((one) => one.is === 'message');
    const news = await until<TailNews>(op, 'house.tail', (all) => seen(all).length >= 3);
    expect(seen(news)).toMatchObject([
      { direction: 'in', type: 'publish', payload: { data: { phone: '138****5678', text: 'hi' } } },
      { direction: 'in', type: 'ping' },
      { direction: 'out', type: 'pong' },
    ]);
    op.say({ type: 'subscribe', id: 'more', room: { name: 'house.payload', key: tailKey(boss.id) } });
    await op.heard.until((all) => all.some((one) => one.type === 'error' && one.id === 'more'));
    for (const peer of [boss, op]) peer.close();
  });

  it('does not talk to itself when a watcher is watched', async () => {
    const boss = await enter('boss');
    await join(boss, 'house.tail', tailKey(boss.id));
    boss.say({ type: 'ping', data: {} });
    const said = (news: TailNews[]) =>
      news.flatMap((one) => (one.is === 'message' ? [`${one.direction} ${one.type}`] : []));
    await until<TailNews>(boss, 'house.tail', (all) => said(all).includes('out pong'));
    boss.say({ type: 'ping', data: {} });
    const news = await until<TailNews>(
      boss,
      'house.tail',
      (all) => said(all).filter((line) => line === 'out pong').length === 2,
    );
    expect(said(news)).toEqual(['in ping', 'out pong', 'in ping', 'out pong']);
    boss.close();
  });

  it('understands the old print clients', async () => {
    const op = await enter('op');
    const socket = new WebSocket(`ws://127.0.0.1:${hub.printPort}/?token=secret-of-counter`);
    await new Promise((resolve) => socket.once('message', resolve));
    const [client] = (await get<Page>('/api/connections?endpoint=print')).items;
    expect(client).toMatchObject({ who: 'counter', endpoint: 'print', sent: 1 });
    await join(op, 'house.tail', tailKey(client!.id));
    socket.send(JSON.stringify({ type: 'printer_info', printer: { name: '前台' } }));
    const words = (news: TailNews[]) => news.flatMap((one) => (one.is === 'message' ? [one.type] : []));
    await until<TailNews>(op, 'house.tail', (all) => words(all).includes('printer_info_ack'));
    socket.terminate();
    const end = await until<TailNews>(op, 'house.tail', (all) =>
      all.some((one) => one.is === 'status' && one.tail === 'gone'),
    );
    expect(words(end)).toEqual(['printer_info', 'printer_info_ack']);
    op.close();
  });

  it('understands Socket.IO, and the list knows which mailbox a station holds', async () => {
    const op = await enter('op');
    const station = io(`http://127.0.0.1:${bridgePort}`, {
      transports: ['websocket'],
      reconnection: false,
      auth: { token: 'secret-of-page' },
    });
    await new Promise((resolve) => station.once('connect', () => resolve(null)));
    const [row] = (await get<Page>('/api/connections?endpoint=bridge')).items;
    await join(op, 'house.tail', tailKey(row!.id));
    await join(op, 'house.connections', CONNECTIONS_KEY);
    station.emit('register', 'A');
    const job = await fetch(`${hub.url}/api/bridge/jobs`, {
      method: 'POST',
      headers: { ...bearer('op'), 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: 'A', name: 'hello', queue: true }),
    });
    expect(job.status).toBe(201);
    const words = (news: TailNews[]) =>
      news.flatMap((one) => (one.is === 'message' ? [`${one.direction} ${one.type}`] : []));
    const news = await until<TailNews>(op, 'house.tail', (all) => words(all).includes('out print'));
    expect(words(news)).toEqual(['in register', 'out print']);
    await until<ConnectionNews>(op, 'house.connections', (all) =>
      all.some((one) => one.is === 'peer' && one.id === row!.id && one.holds.length === 1),
    );
    station.disconnect();
    op.close();
  });
});
