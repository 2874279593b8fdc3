import { createRooms, isRefusal, type ListedPeer, type Store } from '@posthouse/kernel';
import { createBus } from '@posthouse/bus-local';
import { createLiveHouse } from '@posthouse/kernel/testing';
import type { TailNews } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { createHouseRooms } from '../house/rooms.ts';
import { tailKey } from './tail-key.ts';
import { A_SECOND } from './tail.ts';
import { Tails } from './tails.ts';

const store = { epoch: 'test', onCommit: () => () => {} } as unknown as Store;

/** A guest that is watched, and somebody who watches. */
async function setUp() {
  // Nobody answers pings here, and a quarter of an hour passes.
  const house = createLiveHouse({ endpoint: { ping: 0 } });
  const { clock, log } = house;
  const declared = createHouseRooms();
  const bus = createBus();
  const live = createRooms({ store, bus, clock, catalog: { rooms: new Map() }, log });
  const tails = new Tails({
    clock,
    find: (id) => house.peers.find(id),
    rooms: declared,
    publish: (room, key, news) => live.publish(room, key, news),
    watchers: (room, key) => live.watchers(room, key),
  });
  declared.shown = {
    connections: () => [],
    vitals: () => [],
    tail: (key, open) => tails.snapshot(key, open),
  };
  const guest = await house.connect();
  const watcher = await house.connect();
  watcher.peer.principal = { id: 'w', roles: ['owner'], anonymous: false };
  const listed = house.peers.find(guest.peer.id)!;
  const key = tailKey(guest.peer.id);
  const join = async (room: 'tail' | 'payload', who = watcher, at = key) => {
    const joined = await live.join(who.peer, declared[room], at);
    house.tick();
    return isRefusal(joined) ? joined.refuse : 'joined';
  };
  /** Everything that the tail's rooms have said, snapshots included. */
  const news = (who = watcher): TailNews[] => {
    house.tick();
    return who.wire.said.flatMap((event) => {
      const { kind, message, values } = event as { kind?: string; message?: TailNews; values?: TailNews[] };
      return kind === 'message' ? [message!] : kind === 'snapshot' ? values! : [];
    });
  };
  const messages = (who = watcher) => news(who).filter((one) => one.is === 'message');
  const show = () => clock.advance(250);
  return { house, tails, live, declared, guest, watcher, listed, key, join, news, messages, show };
}

const ended = ({ tap }: ListedPeer) => tap === null;

describe('the tail of a connection', () => {
  it('shows both directions, masked, from when somebody joins', async () => {
    const { guest, listed, join, messages, show, house } = await setUp();
    await guest.inbound.message('{"type":"early"}');
    expect(await join('tail')).toBe('joined');
    await guest.inbound.message('{"type":"printer_info","phone":"13812345678"}');
    guest.peer.send({ type: 'new_order', order: 1 });
    house.tick();
    show();
    expect(messages()).toMatchObject([
      { id: '1', direction: 'in', type: 'printer_info', size: 45, payload: { phone: '138****5678' } },
      { id: '2', direction: 'out', type: 'new_order', payload: { order: 1 } },
    ]);
    expect(ended(listed)).toBe(false);
  });

  it('shows payloads to those who may see them, never credentials', async () => {
    const { guest, join, messages, show } = await setUp();
    await join('payload');
    await guest.inbound.message('{"type":"x","phone":"13812345678","token":"t"}');
    show();
    expect(messages()).toMatchObject([{ payload: { phone: '13812345678', token: '••••' } }]);
  });

  it('gives who joins later what was kept', async () => {
    const { guest, house, join, messages, show, live, watcher, declared, key } = await setUp();
    await join('tail');
    await guest.inbound.message('{"type":"one"}');
    show();
    house.tick();
    const late = await house.connect();
    late.peer.principal = watcher.peer.principal;
    await live.join(late.peer, declared.tail, key);
    expect(messages(late).map(({ type }) => type)).toEqual(['one']);
  });

  it('ends when the last leaves', async () => {
    const { tails, live, watcher, listed, key, join } = await setUp();
    await join('tail');
    await join('payload');
    tails.look();
    live.leave(watcher.peer, 'house.tail', key);
    tails.look();
    expect(ended(listed)).toBe(false);
    live.leave(watcher.peer, 'house.payload', key);
    tails.look();
    expect(ended(listed)).toBe(true);
  });

  it('ends with the connection, and after 15 minutes', async () => {
    const { house, guest, tails, join, news, listed } = await setUp();
    await join('tail');
    house.clock.advance(899_000);
    tails.look();
    expect(ended(listed)).toBe(false);
    house.clock.advance(1_000);
    tails.look();
    expect(ended(listed)).toBe(true);
    expect(news().at(-1)).toMatchObject({ is: 'status', tail: 'over' });
    await join('tail');
    guest.inbound.closed(1006);
    tails.look();
    expect(news().at(-1)).toMatchObject({ is: 'status', tail: 'gone' });
    await join('tail');
    expect(news().at(-1)).toMatchObject({ is: 'status', tail: 'gone', until: null });
  });

  it('bears whatever a peer sends', async () => {
    const { listed, join, messages, show } = await setUp();
    await join('tail');
    const levels = 8_000;
    listed.tap!.heard(JSON.parse('['.repeat(levels) + ']'.repeat(levels)));
    listed.tap!.heard({ event: `phk_${'a'.repeat(43)}`, args: [] });
    show();
    expect(messages()).toMatchObject([{ size: 2 * levels }, { type: '••••' }]);
  });

  it('counts what is too much for a second', async () => {
    const { house, guest, join, messages, news, show, listed } = await setUp();
    await join('tail');
    for (let n = 0; n < A_SECOND + 5; n++) listed.tap!.heard('{"type":"flood"}');
    show();
    expect(messages()).toHaveLength(A_SECOND);
    expect(news().at(-1)).toMatchObject({ is: 'status', tail: 'on', skipped: 5 });
    house.clock.advance(1_000);
    await guest.inbound.message('{"type":"after"}');
    show();
    expect(messages().at(-1)).toMatchObject({ type: 'after' });
  });

  it('is not for everybody, and only of connections', async () => {
    const { guest, join, listed, key } = await setUp();
    guest.peer.principal = { id: 'o', roles: ['operator'], anonymous: false };
    expect(await join('payload', guest)).toBe('KERNEL_FORBIDDEN');
    guest.peer.principal = { id: 'v', roles: ['viewer'], anonymous: false };
    expect(await join('tail', guest)).toBe('KERNEL_FORBIDDEN');
    guest.peer.principal = { id: 'k', roles: ['operator'], anonymous: false, only: ['print/printer/1'] };
    expect(await join('tail', guest)).toBe('KERNEL_FORBIDDEN');
    guest.peer.principal = { id: 'o', roles: ['operator'], anonymous: false };
    expect(await join('tail', guest, 'elsewhere')).toBe('KERNEL_FORBIDDEN');
    expect(ended(listed)).toBe(true);
    expect(await join('tail', guest, key)).toBe('joined');
  });
});
