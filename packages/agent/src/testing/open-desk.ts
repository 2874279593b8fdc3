import { createCatalog, createLeapGuard, createMailboxes, type Log } from '@posthouse/kernel';
import type { Driver, Renderer } from '@posthouse/printing';
import { openInline } from '@posthouse/store-sqlite/testing';
import { systemClock } from '../cli/system.ts';
import { Desk } from '../desk.ts';
import { journalApp } from '../journal/journal-app.ts';

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const ready = { link: 'open', status: null, trouble: null } as const;

/** A desk over a journal on a disk that may be full, and a printer that prints at once. */
export async function openDesk() {
  const clock = systemClock();
  const disk = { full: false, damaged: false };
  const store = await openInline(createCatalog([journalApp]), {
    clock,
    beforeCommit() {
      if (disk.full) throw new Error('the disk is full');
      // SQLITE_CORRUPT, as SQLite would say it.
      if (disk.damaged) throw Object.assign(new Error('malformed'), { errcode: 11 });
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
  return {
    disk,
    desk,
    store,
    clock,
    printed,
    afterNextPaper: (fn: () => void): void => {
      onPrinted = fn;
    },
    async close(): Promise<void> {
      Object.assign(disk, { full: false, damaged: false });
      await desk.close(0);
      await boxes.stop();
      await store.close();
    },
  };
}
