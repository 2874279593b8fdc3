import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createLeapGuard } from './leap-guard.ts';

function guarded() {
  const clock = createFakeClock();
  const leaps: number[] = [];
  return { clock, leaps, guard: createLeapGuard(clock, (by) => leaps.push(by)) };
}

describe('the leap guard', () => {
  it('trusts a clock that runs', () => {
    const { clock, guard, leaps } = guarded();
    clock.advance(86_400_000);
    expect(guard.trusted()).toBe(true);
    expect(leaps).toEqual([]);
  });

  it('trusts small corrections', () => {
    const { clock, guard, leaps } = guarded();
    clock.leap(60_000);
    expect(guard.trusted()).toBe(true);
    expect(leaps).toEqual([]);
  });

  it('distrusts a leap of more than a minute, for a minute, and says by how much', () => {
    const { clock, guard, leaps } = guarded();
    clock.leap(3_600_000);
    expect(guard.trusted()).toBe(false);
    expect(leaps).toEqual([3_600_000]);
    clock.advance(59_999);
    expect(guard.trusted()).toBe(false);
    clock.advance(1);
    expect(guard.trusted()).toBe(true);
    expect(leaps).toHaveLength(1);
  });
});
