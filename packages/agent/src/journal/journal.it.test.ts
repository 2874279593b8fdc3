import {
  createCatalog,
  createLeapGuard,
  createMailboxes,
  type Item,
  type Lease,
  type Op,
} from '@posthouse/kernel';
import { openInline } from '@posthouse/store-sqlite/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../cli/system.ts';
import type { OfferedPaper } from '../paper.ts';
import { papers, printerKey, type LocalPaper } from './box.ts';
import { journalApp } from './journal-app.ts';
import { accept, markRecorded, paperById, unrecorded, type PaperRow } from './ops.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What the keeper calls. */
const prune: Op<{ table: string; limit: number }, number> = {
  name: 'kernel.prune',
  run: () => Promise.reject(new Error('known to the store by its name')),
};

async function openJournal() {
  const system = systemClock();
  let ahead = 0;
  const clock = { ...system, now: () => system.now() + ahead };
  const store = await openInline(createCatalog([journalApp]), { clock });
  const guard = createLeapGuard(clock, () => {});
  const process = () => createMailboxes({ store, clock, log: silent, guard, node: 'agent' });
  let boxes = await process();
  return {
    store,
    take: (paper: Partial<OfferedPaper> = {}, printer = '7') =>
      store.write(accept, { printer, expires: null, paper: { ...first, ...paper } }),
    row: (paper: number) => store.read(paperById, { paper }) as Promise<PaperRow>,
    /** Holds the printer; resolves with the first paper that is offered. */
    async hold(printer = '7'): Promise<{ item: Item<LocalPaper>; lease: Lease }> {
      const offered = Promise.withResolvers<{ item: Item<LocalPaper>; lease: Lease }>();
      await boxes.hold(papers, printerKey(printer), {
        deliver: (item, lease) => offered.resolve({ item, lease }),
        alive: async () => true,
      });
      return offered.promise;
    },
    leap(by: number): void {
      ahead += by;
    },
    prune: () => store.write(prune, { table: 'agent_paper', limit: 10 }),
    /** Another process on the same data. */
    async restart(): Promise<void> {
      await boxes.stop();
      boxes = await process();
      await boxes.hold(papers, printerKey('7'), { deliver: () => {}, alive: async () => true });
    },
    async close(): Promise<void> {
      await boxes.stop();
      await store.close();
    },
  };
}

const first: OfferedPaper = {
  epoch: 'e',
  job: 1,
  copy: 1,
  attempt: 1,
  item: 'e.1',
  priority: 5,
  expires: null,
  receipt: { content: { text: 'a' } },
  digest: 'of a',
};

let journal: Awaited<ReturnType<typeof openJournal>>;
beforeEach(async () => {
  journal = await openJournal();
});
afterEach(() => journal.close());

const accepted = async (paper: Partial<OfferedPaper> = {}) => (await journal.take(paper)) as PaperRow;

describe('the journal of an agent', () => {
  it('has one row for (epoch, job, copy, attempt), however often it is offered and under whatever name', async () => {
    const { id } = await accepted();
    expect(await journal.take({ item: 'e.9' })).toMatchObject({ id, item: 'e.1' });
    expect(await journal.take({}, '8')).toMatchObject({ id, printer: '7' });
    expect((await accepted({ epoch: 'f' })).id).not.toBe(id);
    expect((await accepted({ copy: 2 })).id).not.toBe(id);
  });

  it('K4: says `writing` before the first byte, and `unknown` when the process that wrote is gone', async () => {
    const { id } = await accepted();
    const { item, lease } = await journal.hold();
    expect(item.body.paper).toBe(id);
    expect(await lease.start(item.id)).toBe(true);
    expect((await journal.row(id)).state).toBe('writing');
    await journal.restart();
    expect(await journal.row(id)).toMatchObject({ state: 'over', how: 'unknown', recorded: 0 });
  });

  it('goes back to accepted after a failure before byte one, under the same key', async () => {
    const { id, local } = await accepted();
    const { item, lease } = await journal.hold();
    await lease.start(item.id);
    await lease.report(item.id, { is: 'over', how: 'refused', report: { before: true } });
    const row = await journal.row(id);
    expect(row).toMatchObject({ state: 'accepted', attempt: 1 });
    expect(row.local).not.toBe(local);
  });

  it('refuses attempt n+1 while n is written, and takes it once n is over', async () => {
    await accepted();
    const { item, lease } = await journal.hold();
    await lease.start(item.id);
    expect(await journal.take({ attempt: 2, item: 'e.2' })).toMatchObject({ refuse: 'AGENT_ATTEMPT_OPEN' });
    await lease.report(item.id, { is: 'over', how: 'unknown', report: { reason: 'stalled' } });
    expect(await journal.take({ attempt: 2, item: 'e.2' })).toMatchObject({ state: 'accepted', attempt: 2 });
  });

  it('an attempt that has not begun makes way for the next one', async () => {
    const { id } = await accepted();
    const second = await accepted({ attempt: 2, item: 'e.2' });
    expect(await journal.row(id)).toMatchObject({ state: 'over', how: 'revoked', recorded: 1 });
    const { item } = await journal.hold();
    expect(item.body.paper).toBe(second.id);
  });

  it('an attempt that comes behind its successor is not printed, whatever became of that', async () => {
    await accepted({ attempt: 2, item: 'e.2' });
    expect(await journal.take()).toMatchObject({ refuse: 'AGENT_ATTEMPT_PAST' });
    const { item, lease } = await journal.hold();
    await lease.start(item.id);
    await lease.report(item.id, { is: 'over', how: 'done' });
    expect(await journal.take()).toMatchObject({ refuse: 'AGENT_ATTEMPT_PAST' });
  });

  describe('and a hub that was restored from a backup', () => {
    const anew = { epoch: 'f', item: 'f.1', attempt: 2 };

    it('prints what the hub may know nothing of', async () => {
      const { id } = await accepted();
      await accepted({ ...anew, job: 2 });
      const { item } = await journal.hold();
      expect(item.body.paper).toBe(id);
    });

    it('makes way for the same paper when it has not begun', async () => {
      const { id } = await accepted();
      const again = await accepted(anew);
      expect(await journal.row(id)).toMatchObject({ state: 'over', how: 'revoked', recorded: 1 });
      const { item } = await journal.hold();
      expect(item.body.paper).toBe(again.id);
    });

    it('refuses the same paper while it is being written, and answers it with its end once it was printed', async () => {
      await accepted();
      const { item, lease } = await journal.hold();
      await lease.start(item.id);
      expect(await journal.take(anew)).toMatchObject({ refuse: 'AGENT_ATTEMPT_OPEN' });
      const report = { evidence: 'printed' } as const;
      await lease.report(item.id, { is: 'over', how: 'done', report });
      const again = await journal.take({ ...anew, attempt: 3 });
      expect(again).toMatchObject({
        state: 'over',
        how: 'done',
        report: JSON.stringify(report),
        recorded: 0,
      });
      expect(await journal.take({ ...anew, attempt: 3 })).toEqual(again);
    });

    it.each(['done', 'unknown'] as const)('prints what is not known to be on paper (%s)', async (how) => {
      await accepted();
      const { item, lease } = await journal.hold();
      await lease.start(item.id);
      await lease.report(item.id, { is: 'over', how });
      // A number that is another paper's, or the same paper of which nobody knows.
      const digest = how === 'done' ? 'of another' : 'of a';
      expect(await accepted({ ...anew, digest })).toMatchObject({ state: 'accepted' });
    });
  });

  it('keeps telling what is over until it is recorded', async () => {
    const { id } = await accepted();
    const { item, lease } = await journal.hold();
    await lease.start(item.id);
    expect(await journal.store.read(unrecorded, { printer: '7' })).toEqual([]);
    await lease.report(item.id, { is: 'over', how: 'done', report: { evidence: 'printed' } });
    expect(await journal.store.read(unrecorded, { printer: '7' })).toMatchObject([{ id, how: 'done' }]);
    expect(await journal.store.read(unrecorded, { printer: '8' })).toEqual([]);
    await journal.store.write(markRecorded, { paper: id });
    expect(await journal.store.read(unrecorded, { printer: '7' })).toEqual([]);
  });

  it('drops what nobody needs after its time, and nothing else', async () => {
    const over = await accepted();
    const { item, lease } = await journal.hold();
    await lease.start(item.id);
    await lease.report(item.id, { is: 'over', how: 'done' });
    journal.leap(31 * 86_400_000);
    expect(await journal.prune()).toBe(0);
    await journal.store.write(markRecorded, { paper: over.id });
    expect(await journal.prune()).toBe(1);
    expect(await journal.row(over.id)).toBeNull();
  });
});
