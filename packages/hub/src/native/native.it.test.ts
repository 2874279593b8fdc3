import { defaultLimits } from '@posthouse/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawPeer } from './testing/raw-peer.ts';
import { startRig, type Rig } from './testing/rig.ts';
import { announce, post, takeBack } from './testing/yard.ts';

const key = 'yard/1';
const mailbox = { box: 'yard.box', key };

let rig: Rig;
const peers: RawPeer[] = [];

beforeEach(async () => {
  rig = await startRig();
});

afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close();
  await rig.stop();
});

async function enter(token: 'agent' | 'clerk' | 'guest' = 'agent'): Promise<RawPeer> {
  const peer = await RawPeer.enter(rig.url, token);
  peers.push(peer);
  return peer;
}

async function connect(headers?: Record<string, string>): Promise<RawPeer> {
  const peer = await RawPeer.connect(rig.url, headers);
  peers.push(peer);
  return peer;
}

describe('hello', () => {
  it('is answered with the session, the time, the epoch and the limits', async () => {
    const peer = await enter();
    expect(peer.all('welcome')[0]).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      data: {
        session: expect.any(String) as string,
        epoch: rig.kernel.store.epoch,
        limits: { message: 1_048_576, subscriptions: 256, holds: 64, rate: defaultLimits.messages },
      },
    });
  });

  it('must come first; until then nothing but a ping is answered', async () => {
    const peer = await connect();
    peer.say({ type: 'subscribe', id: 's', room: { name: 'yard.notices', key } });
    peer.say({ type: 'ping', id: 'p' });
    expect(await peer.next('error')).toMatchObject({ id: 's', data: { code: 'NATIVE_HELLO_FIRST' } });
    expect(await peer.next('pong')).toMatchObject({ id: 'p' });
    peer.say({ type: 'hello', data: { client: 'raw/1', version: 1, token: 'guest' } });
    await peer.next('welcome');
    peer.say({ type: 'hello', id: 'h', data: { client: 'raw/1', version: 1, token: 'agent' } });
    expect(await peer.next('error', 2)).toMatchObject({ id: 'h', data: { code: 'NATIVE_HELLO_TWICE' } });
  });

  it.each([
    ['a wrong token', { token: 'wrong', version: 1 }, 'HUB_UNAUTHORIZED', 4401],
    ['another version', { token: 'agent', version: 99 }, 'NATIVE_VERSION', 4406],
  ])('with %s is refused and the connection closed', async (_what, hello, code, close) => {
    const peer = await connect();
    peer.say({ type: 'hello', data: { client: 'raw/1', ...hello } });
    expect(await peer.next('error')).toMatchObject({ data: { code, about: { type: 'hello' } } });
    expect(await peer.closed).toEqual({ code: close, reason: code });
  });
});

describe('bad input', () => {
  it('gets a coded error in the language of the peer, and the connection stays', async () => {
    const peer = await connect({ 'accept-language': 'en' });
    peer.sayText('{');
    peer.sayText('{"type":"dance","id":"7"}');
    peer.sayText('{"type":"hello","id":"8","data":{"client":"","version":"1"}}');
    expect(await peer.next('error', 1)).toMatchObject({
      data: { code: 'NATIVE_BAD_JSON', message: 'The message is not valid JSON' },
    });
    expect(await peer.next('error', 2)).toMatchObject({ id: '7', data: { about: { type: 'dance' } } });
    const third = await peer.next('error', 3);
    expect(third).toMatchObject({ id: '8', data: { code: 'NATIVE_BAD_MESSAGE' } });
    expect(third.data.about?.detail).toHaveLength(2);
    peer.say({ type: 'ping' });
    await peer.next('pong');
  });

  it('that nests too deeply is refused by the kernel in the words of this protocol', async () => {
    const peer = await connect();
    peer.sayText(`{"type":"ping","data":${'['.repeat(100)}${']'.repeat(100)}}`);
    expect(await peer.next('error')).toMatchObject({
      data: { code: 'KERNEL_TOO_DEEP', message: expect.stringContaining('嵌套') as string },
    });
    peer.say({ type: 'ping' });
    await peer.next('pong');
  });
});

describe('rooms', () => {
  const room = { name: 'yard.notices', key };

  it('say subscribed first, then what comes, each with its place', async () => {
    const peer = await enter('guest');
    peer.say({ type: 'subscribe', room });
    await peer.next('subscribed');
    await rig.kernel.store.write(announce, { key, text: 'one' });
    await rig.kernel.store.write(announce, { key, text: 'two' });
    expect(await peer.next('message', 2)).toMatchObject({
      room,
      epoch: rig.kernel.store.epoch,
      seq: 2,
      data: 'two',
    });
  });

  it('resume after a place, exactly', async () => {
    for (const text of ['one', 'two', 'three']) await rig.kernel.store.write(announce, { key, text });
    const peer = await enter();
    const since = { epoch: rig.kernel.store.epoch, seq: 1 };
    peer.say({ type: 'subscribe', room, data: { since } });
    expect(await peer.next('subscribed')).toMatchObject({ data: { recovered: true, pos: since } });
    await peer.next('message', 2);
    expect(peer.all('message').map(({ data }) => data)).toEqual(['two', 'three']);
  });

  it('announce a gap when the place is of another epoch', async () => {
    await rig.kernel.store.write(announce, { key, text: 'one' });
    const peer = await enter();
    const since = { epoch: 'before the backup', seq: 40 };
    peer.say({ type: 'subscribe', room, data: { since } });
    expect(await peer.next('subscribed')).toMatchObject({ data: { recovered: false } });
    expect(await peer.next('gap')).toMatchObject({ room, data: { from: since, reason: 'epoch' } });
  });

  it('of state begin with a snapshot', async () => {
    const peer = await enter();
    peer.say({ type: 'subscribe', room: { name: 'yard.board', key } });
    expect(await peer.next('snapshot')).toMatchObject({ data: { values: [{ id: 'a', value: 1 }] } });
    expect(peer.all('subscribed')).toHaveLength(1);
  });

  it('take publications only where their app allows it, of whom it allows', async () => {
    const [agent, guest] = await Promise.all([enter('agent'), enter('guest')]);
    const chat = { name: 'yard.chat', key };
    guest.say({ type: 'subscribe', room: chat });
    await guest.next('subscribed');
    guest.say({ type: 'publish', id: '1', room: chat, data: 'no' });
    guest.say({ type: 'publish', id: '2', room: { name: 'yard.facts', key }, data: 'no' });
    agent.say({ type: 'publish', id: '3', room: { name: 'yard.notices', key }, data: 'durable' });
    agent.say({ type: 'publish', id: '4', room: { name: 'nowhere', key }, data: 'no' });
    agent.say({ type: 'publish', room: chat, data: { hello: '世界' } });
    expect(await guest.next('message')).toMatchObject({ room: chat, data: { hello: '世界' } });
    await Promise.all([guest.next('error', 2), agent.next('error', 2)]);
    const codes = [...guest.all('error'), ...agent.all('error')].map(({ id, data }) => [id, data.code]);
    expect(codes).toEqual([
      ['1', 'NATIVE_FORBIDDEN'],
      ['2', 'NATIVE_NOT_PUBLISHABLE'],
      ['3', 'NATIVE_NOT_PUBLISHABLE'],
      ['4', 'NATIVE_NO_ROOM'],
    ]);
  });

  it('are silent after an unsubscribe, and closed to whom they do not admit', async () => {
    const peer = await enter();
    peer.say({ type: 'subscribe', room });
    await peer.next('subscribed');
    peer.say({ type: 'unsubscribe', room });
    peer.say({ type: 'subscribe', room: { name: 'yard.secret', key } });
    expect(await peer.next('error')).toMatchObject({
      data: { code: 'KERNEL_FORBIDDEN', about: { type: 'subscribe', room: { name: 'yard.secret', key } } },
    });
    await rig.kernel.store.write(announce, { key, text: 'unheard' });
    peer.say({ type: 'ping' });
    await peer.next('pong');
    expect(peer.all('message')).toEqual([]);
  });
});

describe('mailboxes', () => {
  const facts = async () => {
    const peer = await enter();
    peer.say({ type: 'subscribe', room: { name: 'yard.facts', key } });
    await peer.next('subscribed');
    return peer;
  };

  it('give an item to their holder, who starts it, and record the report (K1, K4)', async () => {
    const watcher = await facts();
    const holder = await enter();
    await rig.kernel.store.write(post, { key, ref: 'a', lost: 'ask' });
    holder.say({ type: 'hold', id: 'h', data: mailbox });
    expect(await holder.next('held')).toMatchObject({ id: 'h', data: { ...mailbox, lease: 1 } });
    const { data } = await holder.next('item');
    expect(data).toMatchObject({ ...mailbox, seq: 1, tries: 0, body: { text: 'text of a' } });
    expect(data).not.toHaveProperty('begun');
    holder.say({ type: 'start', id: 's', data: { item: data.item } });
    expect(await holder.next('go')).toMatchObject({ id: 's', data: { item: data.item } });
    holder.say({ type: 'evidence', id: 'e', data: { item: data.item, report: 'half' } });
    holder.say({ type: 'over', id: 'o', data: { item: data.item, how: 'done', report: { cut: true } } });
    holder.say({ type: 'over', id: 'o', data: { item: data.item, how: 'done', report: { cut: true } } });
    await holder.next('recorded', 3);
    expect(holder.all('recorded').map(({ id }) => id)).toEqual(['e', 'o', 'o']);
    await watcher.next('message', 3);
    expect(watcher.all('message').map((message) => message.data)).toEqual([
      { ref: 'a', what: 'started' },
      { ref: 'a', what: 'evidence', report: 'half' },
      { ref: 'a', what: 'done', report: { cut: true } },
    ]);
  });

  it('revoke an offer that was taken back, and say that it is skipped (K6)', async () => {
    const holder = await enter();
    holder.say({ type: 'hold', data: mailbox });
    await holder.next('held');
    for (const ref of ['a', 'b', 'c']) await rig.kernel.store.write(post, { key, ref, lost: 'ask' });
    const { data } = await holder.next('item', 2);
    for (const ref of ['c', 'b']) await rig.kernel.store.write(takeBack, { key, ref });
    expect(await holder.next('revoke')).toMatchObject({ data: { item: data.item } });
    await holder.next('skipped', 2);
    expect(holder.all('skipped').map((message) => message.data)).toEqual([
      { ...mailbox, seq: 3, how: 'revoked' },
      { ...mailbox, seq: 2, how: 'revoked' },
    ]);
    holder.say({ type: 'start', id: 'late', data: { item: data.item } });
    expect(await holder.next('revoke', 2)).toMatchObject({ id: 'late' });
  });

  it('go on with a holder that remembers, under its new connection', async () => {
    const watcher = await facts();
    const before = await enter();
    before.say({ type: 'hold', data: { ...mailbox, remembers: 'journal-1' } });
    await rig.kernel.store.write(post, { key, ref: 'a', lost: 'ask' });
    const { data: first } = await before.next('item');
    before.say({ type: 'start', data: { item: first.item } });
    await before.next('go');
    before.close();
    await before.closed;

    const after = await enter();
    after.say({ type: 'hold', data: { ...mailbox, remembers: 'journal-1' } });
    expect(await after.next('item')).toMatchObject({ data: { item: first.item, tries: 1, begun: true } });
    const types = after.heard.all.map(({ type }) => type);
    expect(types.indexOf('held')).toBeLessThan(types.indexOf('item'));
    after.say({ type: 'start', data: { item: first.item } });
    await after.next('revoke');
    after.say({ type: 'over', data: { item: first.item, how: 'done' } });
    await after.next('recorded');
    await watcher.next('message', 2);
    expect(watcher.all('message').at(-1)?.data).toEqual({ ref: 'a', what: 'done' });
  });

  it('put what a holder without a memory had begun to a person, and keep its late truth (K5)', async () => {
    const watcher = await facts();
    const before = await enter();
    before.say({ type: 'hold', data: mailbox });
    await rig.kernel.store.write(post, { key, ref: 'a', lost: 'ask' });
    const { item } = (await before.next('item')).data;
    before.say({ type: 'start', data: { item } });
    await before.next('go');
    before.close();
    await before.closed;

    const after = await enter();
    after.say({ type: 'hold', data: mailbox });
    await after.next('held');
    after.say({ type: 'over', data: { item, how: 'done', report: 'it did print' } });
    await after.next('recorded');
    await watcher.next('message', 3);
    expect(watcher.all('message').map((message) => message.data)).toEqual([
      { ref: 'a', what: 'started' },
      { ref: 'a', what: 'unknown' },
      { ref: 'a', what: 'evidence', report: { how: 'done', report: 'it did print' } },
    ]);
  });

  it('take no late truth from a peer that may hold others, and forgive a report of an item long gone', async () => {
    const [holder, clerk] = await Promise.all([enter('agent'), enter('clerk')]);
    holder.say({ type: 'hold', data: mailbox });
    await rig.kernel.store.write(post, { key, ref: 'a', lost: 'ask' });
    const { item } = (await holder.next('item')).data;
    clerk.say({ type: 'hold', data: { box: 'yard.box', key: 'yard/clerk' } });
    await clerk.next('held');
    clerk.say({ type: 'over', id: 'lie', data: { item, how: 'done', report: 'it did print' } });
    expect(await clerk.next('error')).toMatchObject({ id: 'lie', data: { code: 'NATIVE_NOT_HELD' } });
    clerk.say({ type: 'over', id: 'old', data: { item: `${rig.kernel.store.epoch}.999999`, how: 'done' } });
    expect(await clerk.next('recorded')).toMatchObject({ id: 'old' });
    const watcher = await facts();
    watcher.say({ type: 'ping', id: 'p' });
    await watcher.next('pong');
    const since = { epoch: rig.kernel.store.epoch, seq: 0 };
    watcher.say({ type: 'subscribe', room: { name: 'yard.facts', key }, data: { since } });
    await watcher.next('subscribed', 2);
    watcher.say({ type: 'ping', id: 'q' });
    await watcher.next('pong', 2);
    expect(watcher.all('message').map((message) => message.data)).toEqual([]);
  });

  it('belong to one: the second is told of a conflict, and may have it after a release', async () => {
    const [first, second] = await Promise.all([enter(), enter()]);
    first.say({ type: 'hold', data: mailbox });
    await first.next('held');
    second.say({ type: 'hold', id: 'x', data: mailbox });
    expect(await second.next('conflict')).toMatchObject({ id: 'x', data: mailbox });
    first.say({ type: 'release', data: mailbox });
    first.say({ type: 'release', id: 'again', data: mailbox });
    expect(await first.next('error')).toMatchObject({ id: 'again', data: { code: 'NATIVE_NOT_HELD' } });
    second.say({ type: 'hold', data: mailbox });
    await second.next('held');
    expect(first.all('lost')).toEqual([]);
  });

  it('are closed to whom their app does not name, and items to whom they were never offered', async () => {
    const [agent, guest] = await Promise.all([enter('agent'), enter('guest')]);
    guest.say({ type: 'hold', id: '1', data: mailbox });
    guest.say({ type: 'over', id: '2', data: { item: `${rig.kernel.store.epoch}.1`, how: 'done' } });
    guest.say({ type: 'start', data: { item: `${rig.kernel.store.epoch}.1` } });
    agent.say({ type: 'hold', id: '3', data: { box: 'nowhere', key } });
    agent.say({ type: 'evidence', id: '4', data: { item: 'other-epoch.1', report: 1 } });
    await Promise.all([guest.next('error', 2), guest.next('revoke'), agent.next('error', 2)]);
    expect([...guest.all('error'), ...agent.all('error')].map(({ id, data }) => [id, data.code])).toEqual([
      ['1', 'NATIVE_FORBIDDEN'],
      ['2', 'NATIVE_NOT_HELD'],
      ['3', 'NATIVE_NO_MAILBOX'],
      ['4', 'NATIVE_OTHER_EPOCH'],
    ]);
  });

  it('are bounded per connection', async () => {
    const peer = await enter();
    for (let n = 0; n <= 64; n++) peer.say({ type: 'hold', data: { box: 'yard.box', key: `yard/${n}` } });
    expect(await peer.next('error')).toMatchObject({
      data: { code: 'NATIVE_TOO_MANY_HOLDS', about: { mailbox: { key: 'yard/64' }, detail: { limit: 64 } } },
    });
    expect(peer.all('held')).toHaveLength(64);
  });
});

describe('requests', () => {
  it('are answered under their id, or refused by a code', async () => {
    const peer = await enter('guest');
    peer.say({ type: 'request', id: 'a', data: { method: 'whoami' } });
    peer.say({ type: 'request', id: 'b', data: { method: 'nothing' } });
    expect(await peer.next('response', 1)).toMatchObject({
      id: 'a',
      data: { result: { id: 'guest', roles: ['guest'], anonymous: false } },
    });
    expect(await peer.next('response', 2)).toMatchObject({
      id: 'b',
      data: { error: { code: 'NATIVE_NO_METHOD', detail: { method: 'nothing' } } },
    });
  });
});

describe('a drain', () => {
  it('tells peers when to come back, and closes with 1012', async () => {
    const peer = await enter();
    await rig.peers.drain(4_000);
    expect(await peer.next('reconnect')).toMatchObject({ data: { after: 2_000 } });
    expect((await peer.closed).code).toBe(1012);
  });
});
