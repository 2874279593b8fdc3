import { expect, it } from 'vitest';
import { createRefresh } from './refresh.ts';

it('loads once at a time, and once more for all who asked meanwhile', async () => {
  const loads: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const refresh = createRefresh(
    () => new Promise((resolve) => loads.push(resolve)),
    (_milliseconds, run) => void timers.push(run),
  );
  const ended = async () => {
    loads.at(-1)!();
    // The end of a load is told a few microtasks later.
    while (timers.length === 0) await Promise.resolve();
    timers.pop()!();
  };
  refresh();
  refresh();
  refresh();
  expect(loads).toHaveLength(1);
  await ended();
  expect(loads).toHaveLength(2);
  await ended();
  expect(loads).toHaveLength(2);
  refresh();
  expect(loads).toHaveLength(3);
});
