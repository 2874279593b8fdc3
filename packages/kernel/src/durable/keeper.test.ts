import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Op, Store } from '../ports/store.ts';
import { Clerk, desk, KEY, leased } from '../testing/desk.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createKeeper } from './keeper.ts';

const PRUNE_EVERY = 600_000;
const DAY = 86_400_000;

it('K10: forgets a mailbox that nobody uses, whose numbers go on', async () => {
  const { box, boxes, pass, post, revoke } = await desk();
  await post('a');
  await pass(PRUNE_EVERY);
  expect(leased(await boxes.hold(box, KEY, new Clerk())).epoch).toBe(1);
  await revoke('a');
  await boxes.stop();
  await pass(PRUNE_EVERY);
  const lease = leased(await boxes.hold(box, KEY, new Clerk()));
  expect(lease.epoch).toBe(3);
});

it('deletes nothing by a clock that has just leapt', async () => {
  const { boxes, clock, pass, post, revoke } = await desk();
  const item = await post('a');
  await revoke('a');
  await pass(PRUNE_EVERY - 1_000);
  clock.leap(40 * DAY);
  await pass(1_000);
  expect(await boxes.lineOf(item)).not.toBeNull();
  await pass(PRUNE_EVERY);
  expect(await boxes.lineOf(item)).toBeNull();
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };

it('K10: looks every ten minutes at all that could grow for ever', async () => {
  const clock = createFakeClock();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const ops: string[] = [];
  const store = {
    onCommit: () => () => {},
    read: async () => ({ due: [], next: null }),
    async write({ name }: Op<unknown, unknown>) {
      ops.push(name);
      if (name === 'kernel.shrink') resolve();
      return null;
    },
  } as unknown as Store;
  const keeper = createKeeper({ store, clock, log: silent, guard: { trusted: () => true }, apps: [] });
  clock.advance(PRUNE_EVERY);
  await done;
  await keeper.stop();
  expect([...new Set(ops)]).toEqual([
    'kernel.prune',
    'kernel.trim-logs',
    'kernel.prune-mailboxes',
    'kernel.shrink',
  ]);
});

it('stops in the middle of deleting, and waits for what is under way', async () => {
  const clock = createFakeClock();
  let underWay = 0;
  let written = 0;
  const { promise: busy, resolve } = Promise.withResolvers<void>();
  // There is always more to delete.
  const store = {
    onCommit: () => () => {},
    read: async () => ({ due: [], next: null }),
    async write() {
      underWay++;
      await turn();
      underWay--;
      if (++written === 3) resolve();
      return 500;
    },
  } as unknown as Store;
  const keeper = createKeeper({ store, clock, log: silent, guard: { trusted: () => true }, apps: [] });
  clock.advance(PRUNE_EVERY);
  await busy;
  await keeper.stop();
  const before = written;
  expect(underWay).toBe(0);
  await turn();
  expect(written).toBe(before);
});
