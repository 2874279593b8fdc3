import { openInline } from '@posthouse/store-sqlite/testing';
import { onTestFinished } from 'vitest';
import type { App } from '../ports/app.ts';
import type { Id, Log, Ms } from '../ports/base.ts';
import type { Fact, Holder, Item, Lease, Mailbox, Post } from '../ports/mailbox.ts';
import type { Op, Store } from '../ports/store.ts';
import { createFakeClock } from './fake-clock.ts';
import { createCatalog } from '../durable/catalog.ts';
import { createKeeper } from '../durable/keeper.ts';
import { createLeapGuard } from '../durable/leap-guard.ts';
import { createMailboxes } from '../durable/mailboxes.ts';

export const KEY = 'desk/1';
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A desk: one mailbox, its facts, and holders that only remember what they are given. It ends with its test. */
export async function desk(changes: Partial<Mailbox<string>> = {}) {
  const facts: { ref: string; fact: Fact }[] = [];
  const box: Mailbox<string> = {
    name: 'desk',
    order: 'fifo',
    window: { items: 2, bytes: 100 },
    bound: 3,
    silence: 10_000,
    again: (tries) => (tries < 2 ? 1_000 : null),
    rival: 'newest',
    async changed(_tx, item, fact) {
      facts.push({ ref: item.ref, fact });
    },
    ...changes,
  };
  const post: Op<{ ref: string; how?: Partial<Post>; body?: string }, Id> = {
    name: 'desk.post',
    run: (tx, { ref, how, body }) => tx.post(box, KEY, body ?? ref, { ref, lost: 'ask', ...how }),
  };
  const revoke: Op<string, string> = { name: 'desk.revoke', run: (tx, ref) => tx.revoke(box, KEY, ref) };
  const abandon: Op<Id, void> = { name: 'desk.abandon', run: (tx, id) => tx.abandon(id) };
  const app = { ...emptyApp, ops: [post, revoke, abandon] as App['ops'], boxes: [box] as App['boxes'] };
  const clock = createFakeClock();
  const disk = { full: false };
  const store = await openInline(createCatalog([app]), {
    clock,
    beforeCommit() {
      if (disk.full) throw new Error('the disk is full');
    },
  });
  const guard = createLeapGuard(clock, () => {});
  const boxes = await createMailboxes({ store, clock, log: silent, guard, node: 'test' });
  const keeper = createKeeper({ store, clock, log: silent, guard, apps: [app] });
  const world = {
    box,
    boxes,
    clock,
    disk,
    facts,
    store,
    post: (ref: string, how?: Partial<Post>, body?: string) =>
      store.write(post, { ref, ...(how && { how }), ...(body && { body }) }),
    revoke: (ref: string) => store.write(revoke, ref),
    abandon: (id: Id) => store.write(abandon, id),
    /** What became of one item, in words. */
    story: (ref: string) =>
      facts.filter((entry) => entry.ref === ref).map(({ fact }) => ('how' in fact ? fact.how : fact.is)),
    pass: async (time: Ms) => {
      clock.advance(time);
      await rest(store);
      // What was looked up meanwhile may have been due already.
      clock.advance(1);
      await rest(store);
    },
    rest: () => rest(store),
    async stop() {
      await keeper.stop();
      await boxes.stop();
      await store.close();
    },
  };
  onTestFinished(() => world.stop());
  return world;
}

const emptyApp: App = {
  name: 'desk',
  migrations: [],
  routes: [],
  errors: {},
  permissions: [],
  retention: [],
  ops: [],
  boxes: [],
  rooms: [],
  endpoints: [],
  async deadline() {},
  async accept() {
    return { refuse: 'DESK_NO_PEERS' };
  },
  async start() {
    return async () => {};
  },
  periodic: [],
};

/** Writes go one after another, so a few answered ones mean that what led up to them is over. */
export async function rest(store: Store): Promise<void> {
  const nothing: Op<{ item: Id }, unknown> = { name: 'kernel.outcome', run: async () => null };
  for (let n = 0; n < 8; n++) await store.read(nothing, { item: 0 });
}

export class Clerk implements Holder<string> {
  readonly given: Item<string>[] = [];
  readonly withdrawn: Id[] = [];
  readonly remembers?: string;
  answers = true;

  constructor(remembers?: string) {
    if (remembers) this.remembers = remembers;
  }

  deliver(item: Item<string>): void {
    this.given.push(item);
  }

  revoke(id: Id): void {
    this.withdrawn.push(id);
  }

  async alive(): Promise<boolean> {
    return this.answers;
  }

  get refs(): string[] {
    return this.given.map((item) => item.ref);
  }
}

export function leased(lease: Lease | 'conflict'): Lease {
  if (lease === 'conflict') throw new Error('the holder was turned away');
  return lease;
}
