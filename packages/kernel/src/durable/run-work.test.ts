import { describe, expect, it } from 'vitest';
import { CodedError } from '../ports/base.ts';
import type { Op } from '../ports/store.ts';
import type { Job, Work } from '../ports/work.ts';
import { runWork, type Hands } from './run-work.ts';
import type { Claimed } from './work-ops.ts';

const op: Op<string, void> = { name: 'quarry.haul', run: async () => {} };
const claimed: Claimed = {
  id: 1,
  run: 1,
  kind: 'quarry.dig',
  key: 'quarry/1',
  input: 'a spade',
  checkpoint: 7,
  tries: 0,
};
const hands: Hands = { stopped: () => false, save: async () => {}, read: async () => null as never };

/** Runs what a work does, and says how that ended. */
function run(does: (job: Job<string>) => Promise<void>, more: Partial<Hands> = {}) {
  const work: Work<string> = {
    name: 'quarry.dig',
    limit: 1,
    run: does,
    done: async () => {},
    failed: async () => {},
  };
  return runWork(work, claimed, { ...hands, ...more });
}

const throwing = (error: unknown) => async () => {
  throw error;
};

describe('one run of a work', () => {
  it('knows its key, its input and its checkpoint', async () => {
    const seen: unknown[] = [];
    await run(async ({ key, input, checkpoint }) => void seen.push(key, input, checkpoint));
    expect(seen).toEqual(['quarry/1', 'a spade', 7]);
  });

  it.each([
    ['returns', async () => {}, { is: 'done' }],
    [
      'throws a code',
      throwing(new CodedError('QUARRY_FLOODED', { depth: 3 })),
      { is: 'failed', error: { code: 'QUARRY_FLOODED', detail: { depth: 3 } } },
    ],
    ['has a bug', throwing(new TypeError('a bug')), { is: 'failed', error: { code: 'KERNEL_INTERNAL' } }],
    ['has lost its work', throwing(new CodedError('KERNEL_WORK_SUPERSEDED')), { is: 'stopped' }],
    ['meets a full disk', throwing(new CodedError('KERNEL_STORE_UNAVAILABLE')), { is: 'interrupted' }],
  ] as const)('that %s', async (_what, does, end) => {
    expect(await run(does)).toMatchObject(end);
  });

  it('tells a bug to the log, not to the app', async () => {
    expect(await run(throwing(new TypeError('a bug')))).toMatchObject({
      error: { code: 'KERNEL_INTERNAL' },
      cause: expect.stringContaining('TypeError: a bug'),
    });
  });

  it.each([
    ['returns', async () => {}],
    ['throws', throwing(new Error('interrupted'))],
  ] as const)('that was told to stop and %s has not done it all', async (_what, does) => {
    expect(await run(does, { stopped: () => true })).toEqual({ is: 'stopped' });
  });

  it('saves one thing at a time', async () => {
    const saved: unknown[] = [];
    const save: Hands['save'] = async (name, args, checkpoint) => void saved.push([name, args, checkpoint]);
    const end = await run(
      async (job) => {
        await job.save(op, 'a', 1);
        const first = job.save(op, 'b', 2);
        await expect(job.save(op, 'c', 3)).rejects.toMatchObject({ code: 'KERNEL_INTERNAL' });
        await first;
      },
      { save },
    );
    expect(end).toEqual({ is: 'done' });
    expect(saved).toEqual([
      ['quarry.haul', 'a', 1],
      ['quarry.haul', 'b', 2],
    ]);
  });

  it('is not done before its last save is', async () => {
    const refused = new CodedError('QUARRY_FULL');
    const save: Hands['save'] = () =>
      new Promise((_resolve, reject) => void setImmediate(() => reject(refused)));
    const end = await run(async (job) => void job.save(op, 'a', 1).catch(() => {}), { save });
    expect(end).toMatchObject({ is: 'failed', error: { code: 'QUARRY_FULL' } });
  });
});
