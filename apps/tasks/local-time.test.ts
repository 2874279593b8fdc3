import { describe, expect, it } from 'vitest';
import { createLocalTime } from './local-time.ts';

const HOUR = 3_600_000;

describe('local times', () => {
  const shanghai = createLocalTime('Asia/Shanghai');

  it('have no zone', () => {
    const at = Date.UTC(2026, 4, 1, 1, 30, 5, 250);
    expect(shanghai.iso(at)).toBe('2026-05-01T09:30:05.250');
    expect(shanghai.stamp(at)).toBe('20260501_093005');
  });

  it('know when a day begins', () => {
    expect(shanghai.dayStart('2026-05-01')).toBe(Date.UTC(2026, 3, 30, 16));
    expect(createLocalTime('America/New_York').dayStart('2026-05-01')).toBe(Date.UTC(2026, 4, 1, 4));
  });

  it('also where the clocks change that day', () => {
    const berlin = createLocalTime('Europe/Berlin');
    const lengthOf = (day: string, next: string) => (berlin.dayStart(next)! - berlin.dayStart(day)!) / HOUR;
    expect(lengthOf('2026-03-29', '2026-03-30')).toBe(23);
    expect(lengthOf('2026-10-25', '2026-10-26')).toBe(25);
  });

  it.each([
    '',
    '0000-01-01',
    '0999-12-31',
    '2026-5-1',
    '2026-02-30',
    '2026-13-01',
    'today',
    '2026-05-01T00:00',
  ])('%j is no day', (day) => {
    expect(shanghai.dayStart(day)).toBeNull();
  });
});
