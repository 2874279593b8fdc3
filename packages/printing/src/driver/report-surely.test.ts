import { createFakeClock } from '@posthouse/kernel/testing';
import type { Lease, Report } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { reportSurely, type Surely } from './report-surely.ts';

const done: Report = { is: 'over', how: 'done' };

/** A lease whose first reports fail. */
function leaseFailing(times: number) {
  let tries = 0;
  const lease: Lease = {
    epoch: 1,
    lost: new AbortController().signal,
    start: () => Promise.resolve(true),
    async report() {
      if (++tries <= times) throw new Error('disk full');
    },
    release: () => Promise.resolve(),
  };
  return { lease, tries: () => tries };
}

async function run(times: number, how: Omit<Surely, 'clock' | 'lease'>) {
  const clock = createFakeClock();
  const { lease, tries } = leaseFailing(times);
  let ended = 'not yet';
  void reportSurely({ clock, lease, ...how }, 1, done).then(
    () => (ended = 'yes'),
    () => (ended = 'gave up'),
  );
  for (let n = 0; n < 500; n++) {
    await Promise.resolve();
    clock.advance(1_000);
  }
  return { ended, tries: tries() };
}

describe('a report that must not be lost', () => {
  it('is repeated until the store takes it, however long that is', async () => {
    expect(await run(3, { over: () => false })).toEqual({ ended: 'yes', tries: 4 });
    expect(await run(50, { over: () => false })).toEqual({ ended: 'yes', tries: 51 });
  });

  it('is given up after its time, and at once by a holder that goes', async () => {
    expect((await run(1_000, { over: () => false, patience: 12_000 })).ended).toBe('gave up');
    expect(await run(1_000, { over: () => true })).toEqual({ ended: 'gave up', tries: 1 });
  });
});
