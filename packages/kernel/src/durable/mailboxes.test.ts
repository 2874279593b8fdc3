import { openInline } from '@posthouse/store-sqlite/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { App } from '../ports/app.ts';
import type { Id, Log, Ms } from '../ports/base.ts';
import type { Fact, Holder, Item, Lease, Mailbox, Post } from '../ports/mailbox.ts';
import type { Op, Store } from '../ports/store.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createCatalog } from './catalog.ts';
import { createKeeper } from './keeper.ts';
import { createLeapGuard } from './leap-guard.ts';
import { createMailboxes } from './mailboxes.ts';

const KEY = 'desk/1';
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const open: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const world of open.splice(0)) await world.stop();
});

/** A desk: one mailbox, its facts, and holders that only remember what they are given. */
async function desk(changes: Partial<Mailbox<string>> = {}) {
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
  open.push(world);
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
async function rest(store: Store): Promise<void> {
  const nothing: Op<{ item: Id }, unknown> = { name: 'kernel.outcome', run: async () => null };
  for (let n = 0; n < 8; n++) await store.read(nothing, { item: 0 });
}

class Clerk implements Holder<string> {
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

function leased(lease: Lease | 'conflict'): Lease {
  if (lease === 'conflict') throw new Error('the holder was turned away');
  return lease;
}

describe('mailboxes', () => {
  it('K6 offers in order, no more than the window', async () => {
    const { box, boxes, post, rest } = await desk();
    const clerk = new Clerk();
    for (const ref of ['a', 'b', 'c']) await post(ref);
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    expect(clerk.refs).toEqual(['a', 'b']);
    expect(await lease.start(clerk.given[0]!.id)).toBe(true);
    await lease.report(clerk.given[0]!.id, { is: 'over', how: 'done' });
    await rest();
    expect(clerk.refs).toEqual(['a', 'b', 'c']);
  });

  it('K6 lets one item pass whatever its size, and then heeds the bytes', async () => {
    const { box, boxes, post, rest } = await desk();
    const clerk = new Clerk();
    await post('big', {}, 'x'.repeat(500));
    await post('small');
    await boxes.hold(box, KEY, clerk);
    await rest();
    expect(clerk.refs).toEqual(['big']);
  });

  it('K6 replaces an offer that nobody began by a more urgent item', async () => {
    const { box, boxes, post, rest } = await desk({ order: 'priority', window: { items: 1, bytes: 100 } });
    const clerk = new Clerk();
    const lease = leased(await boxes.hold(box, KEY, clerk));
    const late = await post('late', { priority: 9 });
    await rest();
    await post('urgent', { priority: 1 });
    await rest();
    expect(clerk.refs).toEqual(['late', 'urgent']);
    expect(clerk.withdrawn).toEqual([late]);
    expect(await lease.start(late)).toBe(false);
  });

  it('K6 offers the next item when one is posted in the commit that ends the one in hand', async () => {
    const { box, boxes, post, rest } = await desk({ window: { items: 1, bytes: 100 } });
    const clerk = new Clerk();
    const first = await post('a');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(first);
    await Promise.all([post('b'), lease.report(first, { is: 'over', how: 'done' })]);
    await rest();
    expect(clerk.refs).toEqual(['a', 'b']);
  });

  it('K6 goes on to the next item when one is abandoned in the commit that starts it', async () => {
    const { abandon, box, boxes, post, rest, story } = await desk({ window: { items: 1, bytes: 100 } });
    const clerk = new Clerk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    const [started] = await Promise.all([lease.start(id), abandon(id)]);
    expect(story('a')).toEqual(['started', 'unknown']);
    expect(started).toBe(false);
    await post('b');
    await rest();
    expect(clerk.refs).toEqual(['a', 'b']);
  });

  it('K10 lets nothing due hold up the rest: what fails is looked at again later', async () => {
    let broken = true;
    const facts: [string, string][] = [];
    const { clock, post, pass } = await desk({
      async changed(_tx, item, fact) {
        if (broken && item.ref === 'a') throw new Error('a bug of the app');
        facts.push([item.ref, fact.is]);
      },
    });
    const expires = { expires: clock.now() + 5_000 };
    await post('a', expires);
    await post('b', expires);
    await pass(5_000);
    expect(facts).toEqual([['b', 'over']]);
    broken = false;
    await pass(60_000);
    expect(facts).toEqual([
      ['b', 'over'],
      ['a', 'over'],
    ]);
  });

  it('K10 refuses what goes beyond the bound and keeps nothing of it', async () => {
    const { post, store } = await desk();
    for (const ref of ['a', 'b', 'c']) await post(ref);
    await expect(post('d')).rejects.toMatchObject({ code: 'KERNEL_MAILBOX_FULL' });
    await rest(store);
    await expect(post('d')).rejects.toMatchObject({ code: 'KERNEL_MAILBOX_FULL' });
  });

  it('refuses a second item of one name while the first is not over', async () => {
    const { post, revoke } = await desk();
    await post('a');
    await expect(post('a')).rejects.toMatchObject({ code: 'KERNEL_REF_TAKEN' });
    await revoke('a');
    await post('a');
  });

  it('leaves the key with its holder when the lease of the next one cannot be written', async () => {
    const { box, boxes, disk, post, rest } = await desk();
    const first = new Clerk();
    const lease = leased(await boxes.hold(box, KEY, first));
    disk.full = true;
    await expect(boxes.hold(box, KEY, new Clerk())).rejects.toMatchObject({
      code: 'KERNEL_STORE_UNAVAILABLE',
    });
    disk.full = false;
    const id = await post('a');
    await rest();
    expect(first.refs).toEqual(['a']);
    expect(await lease.start(id)).toBe(true);
  });

  it('tells the callers and the other holders of a commit in which one holder fails', async () => {
    const { box, boxes, post, revoke, rest } = await desk();
    const broken = Object.assign(new Clerk(), {
      revoke() {
        throw new Error('broken');
      },
    });
    await boxes.hold(box, KEY, broken);
    await post('a');
    await rest();
    expect(await revoke('a')).toBe('revoked');
    await post('b');
    await rest();
    expect(broken.refs).toEqual(['a', 'b']);
  });

  it('K4 ends an interrupted ask item unknown when the next holder does not remember it', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const first = new Clerk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, first));
    await rest();
    await lease.start(id);
    await boxes.hold(box, KEY, new Clerk());
    expect(story('a')).toEqual(['started', 'unknown']);
    expect(lease.lost.aborted).toBe(true);
  });

  it('K4 gives an interrupted ask item back to the holder that remembers it', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk('journal')));
    await rest();
    await lease.start(id);
    const back = new Clerk('journal');
    const again = leased(await boxes.hold(box, KEY, back));
    await rest();
    expect(back.given.map(({ ref, state }) => ({ ref, state }))).toEqual([{ ref: 'a', state: 'started' }]);
    await again.report(id, { is: 'over', how: 'done' });
    expect(story('a')).toEqual(['started', 'done']);
  });

  it('K4 ends a silent ask item unknown, counted from its own start', async () => {
    const { box, boxes, post, pass, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await pass(60_000);
    await lease.start(id);
    await rest();
    await pass(9_000);
    expect(story('a')).toEqual(['started']);
    await pass(2_000);
    expect(story('a')).toEqual(['started', 'unknown']);
  });

  it('K4 counts the silence anew when its holder says that it is at work', async () => {
    const { box, boxes, post, pass, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    for (let n = 0; n < 5; n++) {
      await pass(6_000);
      await lease.report(id, { is: 'evidence', report: 'out of paper' });
    }
    expect(story('a')).not.toContain('unknown');
    await pass(11_000);
    expect(story('a').at(-1)).toBe('unknown');
  });

  it('tries a redeliver item again, waits between tries, and gives up in the end', async () => {
    const { box, boxes, post, pass, rest, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a', { lost: 'redeliver' });
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    await lease.report(id, { is: 'over', how: 'unknown' });
    await rest();
    expect(clerk.refs).toEqual(['a']);
    await pass(1_100);
    expect(clerk.refs).toEqual(['a', 'a']);
    await lease.start(id);
    await lease.report(id, { is: 'over', how: 'unknown' });
    expect(story('a')).toEqual(['started', 'again', 'started', 'unknown']);
  });

  it('K5 keeps what a stale lease says as evidence, and moves nothing', async () => {
    const { box, boxes, post, rest, story, facts } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    await boxes.hold(box, KEY, new Clerk());
    await lease.report(id, { is: 'over', how: 'done', report: 'printed' });
    expect(story('a')).toEqual(['started', 'unknown', 'evidence']);
    expect(facts.at(-1)!.fact).toEqual({ is: 'evidence', report: { how: 'done', report: 'printed' } });
  });

  it('hears a report that is repeated once only', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    for (let n = 0; n < 3; n++) await lease.report(id, { is: 'over', how: 'done' });
    expect(story('a')).toEqual(['started', 'done']);
  });

  it('a taken item neither expires nor goes silent, and makes room in the window', async () => {
    const { box, boxes, post, pass, rest, clock, story } = await desk({ window: { items: 1, bytes: 100 } });
    const clerk = new Clerk('journal');
    const id = await post('a', { expires: clock.now() + 5_000 });
    await post('b');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    await lease.report(id, { is: 'taken', by: 'journal' });
    await pass(120_000);
    expect(story('a')).toEqual(['started', 'taken']);
    expect(clerk.refs).toEqual(['a', 'b']);
  });

  it('expires what waited too long, and what was offered is withdrawn', async () => {
    const { box, boxes, post, pass, rest, clock, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a', { expires: clock.now() + 5_000 });
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await pass(6_000);
    expect(story('a')).toEqual(['expired']);
    expect(clerk.withdrawn).toEqual([id]);
    expect(await lease.start(id)).toBe(false);
  });

  it('revokes what nobody began, and says when it is too late', async () => {
    const { box, boxes, post, rest, revoke, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a');
    await post('b');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    expect(await revoke('a')).toBe('started');
    expect(await revoke('b')).toBe('revoked');
    await lease.report(id, { is: 'over', how: 'done' });
    expect(await revoke('a')).toBe('over');
    expect(story('b')).toEqual(['revoked']);
  });

  it('an unqueued item ends at once when nobody holds the box, and with its holder', async () => {
    const { box, boxes, post, rest, story } = await desk();
    await post('a', { queue: false });
    expect(story('a')).toEqual(['revoked']);
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await post('b', { queue: false });
    await rest();
    expect(story('b')).toEqual([]);
    await lease.release();
    expect(story('b')).toEqual(['revoked']);
  });

  it('a person gives up on an item in hand', async () => {
    const { box, boxes, post, rest, abandon, story } = await desk();
    const id = await post('a');
    await abandon(id);
    expect(story('a')).toEqual([]);
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    await abandon(id);
    expect(story('a')).toEqual(['started', 'unknown']);
  });

  it('rests when what was begun is over, and offers nothing more', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a');
    const later = await post('b');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    let rested = false;
    const resting = boxes.rest(60_000).then(() => (rested = true));
    await rest();
    expect(clerk.withdrawn).toEqual([later]);
    expect(rested).toBe(false);
    await lease.report(id, { is: 'over', how: 'done' });
    await resting;
    expect(story('a')).toEqual(['started', 'done']);
    expect(story('b')).toEqual([]);
    expect(await lease.start(later)).toBe(false);
  });

  it('rests no longer than it is given', async () => {
    const { box, boxes, post, rest, clock } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    const resting = boxes.rest(3_000);
    clock.advance(3_000);
    await expect(resting).resolves.toBeUndefined();
  });

  it.each([
    ['newest', true, 'second'],
    ['first', false, 'first'],
    ['probe', true, 'first'],
    ['probe', false, 'second'],
  ] as const)('rival %s, holder answering %s: the %s holds', async (rival, answers, winner) => {
    const { box, boxes, rest } = await desk({ rival });
    const first = new Clerk();
    first.answers = answers;
    const lease = leased(await boxes.hold(box, KEY, first));
    const second = await boxes.hold(box, KEY, new Clerk());
    await rest();
    expect(second === 'conflict' ? 'first' : 'second').toBe(winner);
    expect(lease.lost.aborted).toBe(winner === 'second');
  });

  it('tells those who wait how an item ended, before and after it did', async () => {
    const { box, boxes, post, rest, clock } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    const early = boxes.settled(id, 5_000);
    await lease.start(id);
    await lease.report(id, { is: 'over', how: 'done', report: 7 });
    expect(await early).toEqual({ is: 'over', how: 'done', report: 7 });
    expect(await boxes.settled(id, 0)).toEqual({ is: 'over', how: 'done', report: 7 });
    const never = boxes.settled(id + 1_000, 5_000);
    await rest();
    clock.advance(5_000);
    expect(await never).toBe('pending');
  });
});
