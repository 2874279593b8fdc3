import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInline } from '@posthouse/store-sqlite/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '../ports/app.ts';
import type { Id, Log, Ms } from '../ports/base.ts';
import type { Mailbox } from '../ports/mailbox.ts';
import type { Op, Store } from '../ports/store.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createCatalog } from './catalog.ts';
import { createKeeper } from './keeper.ts';
import { createLeapGuard } from './leap-guard.ts';
import { createMailboxes } from './mailboxes.ts';

const KEY = 'desk/1';
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-off-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** An app that writes down what it hears. */
function desk(heard: string[]) {
  const box: Mailbox<null> = {
    name: 'desk',
    order: 'fifo',
    window: { items: 1, bytes: 100 },
    bound: 10,
    silence: 10_000,
    again: () => null,
    rival: 'newest',
    async changed(_tx, { ref }, fact) {
      heard.push(`${ref} ${'how' in fact ? fact.how : fact.is}`);
    },
  };
  const begin: Op<{ at: Ms }, void> = {
    name: 'desk.begin',
    async run(tx, { at }) {
      await tx.post(box, KEY, null, { ref: 'call', lost: 'ask', queue: false });
      await tx.post(box, KEY, null, { ref: 'letter', lost: 'ask', expires: at });
      await tx.deadline('desk/closing', at);
    },
  };
  const app: App = {
    name: 'desk',
    migrations: [],
    routes: [],
    errors: {},
    permissions: [],
    retention: [],
    ops: [begin] as App['ops'],
    boxes: [box] as App['boxes'],
    rooms: [],
    endpoints: [],
    periodic: [],
    async deadline(_tx, entity) {
      heard.push(`${entity} due`);
    },
    accept: async () => ({ refuse: 'DESK_NO_PEERS' }),
    start: async () => async () => {},
  };
  return { app, box, begin };
}

/** Reads go one after another, so a few answered ones mean that what led up to them is over. */
async function rest(store: Store): Promise<void> {
  const nothing: Op<{ item: Id }, unknown> = { name: 'kernel.outcome', run: async () => null };
  for (let n = 0; n < 8; n++) await store.read(nothing, { item: 0 });
}

it('K10 what an app has waiting stays while it is switched off, and comes due when it is back', async () => {
  const heard: string[] = [];
  const { app, box, begin } = desk(heard);
  const clock = createFakeClock();
  const guard = createLeapGuard(clock, () => {});
  const start = async (apps: readonly App[]) => {
    const store = await openInline(createCatalog(apps), { clock, file: join(folder, 'core.db') });
    const boxes = await createMailboxes({ store, clock, log: silent, guard, node: 'test' });
    const keeper = createKeeper({ store, clock, log: silent, guard, apps });
    return { store, boxes, keeper };
  };

  const first = await start([app]);
  await first.boxes.hold(box, KEY, { deliver() {}, alive: async () => true });
  await first.store.write(begin, { at: clock.now() + 5_000 });
  await first.keeper.stop();
  // As after a kill: no lease is given back.
  await first.store.close();

  const without = await start([]);
  const postponed = new Promise<void>((resolve) => {
    without.store.onCommit(({ due }) => {
      if (due !== null) resolve();
    });
  });
  clock.advance(1);
  await rest(without.store);
  clock.advance(5_000);
  await rest(without.store);
  await postponed;
  await without.keeper.stop();
  await without.boxes.stop();
  await without.store.close();
  expect(heard).toEqual([]);

  const back = await start([app]);
  expect(heard).toEqual(['call revoked']);
  // The keeper looks at least every half minute.
  for (const step of [1, 30_000, 30_000, 1]) {
    clock.advance(step);
    await rest(back.store);
  }
  expect(heard.toSorted()).toEqual(['call revoked', 'desk/closing due', 'letter expired']);
  await back.keeper.stop();
  await back.boxes.stop();
  await back.store.close();
});
