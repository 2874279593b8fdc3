import { createFakeClock } from '@posthouse/kernel/testing';
import type { Lease, Report } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { reportSurely } from './report-surely.ts';

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

async function run(times: number, over: () => boolean) {
  const clock = createFakeClock();
  const { lease, tries } = leaseFailing(times);
  const said = reportSurely(clock, lease, 1, done, over).then(
    () => 'yes',
    () => 'gave up',
  );
  for (let n = 0; n < 50; n++) {
    await Promise.resolve();
    clock.advance(1_000);
  }
  return { ended: await said, tries: tries() };
}

describe('a report that must not be lost', () => {
  it('is repeated until the store takes it', async () => {
    expect(await run(3, () => false)).toEqual({ ended: 'yes', tries: 4 });
  });

  it('is given up in the end, and at once by a holder that goes', async () => {
    expect((await run(1_000, () => false)).ended).toBe('gave up');
    expect(await run(1_000, () => true)).toEqual({ ended: 'gave up', tries: 1 });
  });
});
