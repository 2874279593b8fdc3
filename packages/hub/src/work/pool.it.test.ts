import type { Claimed, RunEnd } from '@posthouse/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system/clock.ts';
import { createPool, type Pool } from './pool.ts';
import type { Counting } from './testing/work-app.ts';

const claimed = (input: Counting): Claimed => ({
  id: 1,
  run: 1,
  kind: 'try.count',
  key: 'try/1',
  input,
  checkpoint: undefined,
  tries: 0,
});
const unsaved = async () => {};

describe('a pool of threads', () => {
  let pool: Pool;

  beforeEach(() => {
    const module = new URL('./testing/work-app.ts', import.meta.url).href;
    const apps = { module, config: null };
    // Nothing here reads.
    pool = createPool({ places: 2, clock: systemClock(), folder: '/dev/null', apps, memory: 64 });
  });

  afterEach(() => pool.close());

  const run = (input: Counting, save = unsaved): Promise<RunEnd> => pool.begin(claimed(input), save).ended;

  it('says of a thread that ended itself that it is lost, and makes another', async () => {
    expect(await run({ to: 1, at: 1, how: 'exit' })).toEqual({
      is: 'lost',
      cause: 'the thread has ended with code 7',
    });
    expect(await run({ to: 1, at: 1, how: 'bug' })).toMatchObject({ is: 'failed' });
  });

  it('ends a thread that ignores the flag', async () => {
    const running = pool.begin(claimed({ to: 1, at: 1, how: 'ignore the flag' }), unsaved);
    running.stop();
    running.kill();
    expect(await running.ended).toMatchObject({ is: 'lost' });
  });

  it('what comes late for a run does not reach the next one in its thread', async () => {
    const first = pool.begin(claimed({ to: 1, at: 1, how: 'bug' }), unsaved);
    await first.ended;
    const second = pool.begin(claimed({ to: 1, at: 1, how: 'spin' }), unsaved);
    first.stop();
    first.kill();
    const third = pool.begin(claimed({ to: 1, at: 1, how: 'bug' }), unsaved);
    expect(await third.ended).toMatchObject({ is: 'failed' });
    second.stop();
    expect(await second.ended).toEqual({ is: 'stopped' });
  });

  it('loses what runs when it is closed', async () => {
    const running = pool.begin(claimed({ to: 1, at: 1, how: 'ignore the flag' }), unsaved);
    await pool.close();
    expect(await running.ended).toMatchObject({ is: 'lost' });
  });
});
