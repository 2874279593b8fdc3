import { createCatalog, createLeapGuard, createMailboxes, type Log } from '@posthouse/kernel';
import type { Driver, Renderer } from '@posthouse/printing';
import { openInline } from '@posthouse/store-sqlite/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { systemClock } from './cli/system.ts';
import { Desk } from './desk.ts';
import { journalApp } from './journal/journal-app.ts';
import { accept, type PaperRow } from './journal/ops.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const ready = { link: 'open', status: null, trouble: null } as const;

let close: () => Promise<void> = async () => {};
afterEach(() => close());

/** A desk over a journal on a disk that may be full, and a printer that prints at once. */
async function openDesk() {
  const clock = systemClock();
  const disk = { full: false };
  const store = await openInline(createCatalog([journalApp]), {
    clock,
    beforeCommit() {
      if (disk.full) throw new Error('the disk is full');
    },
  });
  const guard = createLeapGuard(clock, () => {});
  const boxes = await createMailboxes({ store, clock, log: silent, guard, node: 'agent' });
  const printed: string[] = [];
  let onPrinted = () => {};
  const driver: Driver = {
    state: ready,
    probe: async () => ready,
    async print(job) {
      if (!(await job.onStart())) return { how: 'revoked' };
      printed.push(Buffer.from(job.bytes).toString());
      onPrinted();
      return { how: 'confirmed', evidence: 'printed' };
    },
    close: async () => {},
  };
  const renderer = {
    encode: async ({ content }) => Buffer.from('text' in content ? content.text : ''),
  } as Partial<Renderer> as Renderer;
  const desk = new Desk({
    printer: '7',
    driver,
    commandSet: undefined,
    renderer,
    store,
    boxes,
    clock,
    log: silent,
  });
  await desk.open();
  close = async () => {
    disk.full = false;
    await desk.close(0);
    await boxes.stop();
    await store.close();
  };
  const take = (job: number) =>
    store.write(accept, {
      printer: '7',
      expires: null,
      paper: {
        epoch: 'e',
        job,
        copy: 1,
        attempt: 1,
        item: `e.${job}`,
        priority: 5,
        expires: null,
        receipt: { content: { text: `paper ${job}` } },
        digest: String(job),
      },
    }) as Promise<PaperRow>;
  return {
    disk,
    desk,
    printed,
    take,
    afterNextPaper: (fn: () => void): void => {
      onPrinted = fn;
    },
  };
}

it('tells the journal how a paper ended when its disk has room again, and prints on', async () => {
  const { disk, desk, printed, take, afterNextPaper } = await openDesk();
  let failed = 0;
  afterNextPaper(() => {
    disk.full = true;
  });
  const first = await take(1);
  await vi.waitFor(() => expect(printed).toEqual(['paper 1']), { timeout: 60_000 });
  // Nothing can be written; the next paper finds that out, too.
  await take(2).catch(() => failed++);
  expect(failed).toBe(1);
  afterNextPaper(() => {});
  disk.full = false;
  expect(await desk.ended(first.id)).toMatchObject({ how: 'done', report: '{"evidence":"printed"}' });
  const second = await take(2);
  expect(await desk.ended(second.id)).toMatchObject({ how: 'done' });
  expect(printed).toEqual(['paper 1', 'paper 2']);
});
