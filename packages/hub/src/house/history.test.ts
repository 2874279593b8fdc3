import { describe, expect, it } from 'vitest';
import { createFakeClock } from '@posthouse/kernel/testing';
import { History } from './history.ts';
import { createPulse, type Beat } from './pulse.ts';

const START = Date.UTC(2026, 0, 1);
const quiet: Omit<Beat, 'at'> = {
  cpu: 1,
  rss: 100,
  late: 0,
  commits: 0,
  writing: 0,
  received: 0,
  sent: 0,
  peers: 3,
  requests: 0,
};

describe('the pulse', () => {
  it('tells of each second what happened in it', () => {
    const clock = createFakeClock(START);
    const tally = { commits: 10, writing: 0, requests: 5, received: 100, sent: 1_000, peers: 2 };
    const signs = { used: 0, cpu: () => signs.used, rss: () => 5e7, lateness: () => 1.26, stop() {} };
    const beat = createPulse(clock, signs, () => ({ ...tally }));
    clock.advance(2_000);
    signs.used = 500_000;
    Object.assign(tally, { commits: 14, writing: 3, requests: 6, received: 101, sent: 3_000, peers: 4 });
    expect(beat()).toEqual({
      at: START + 2_000,
      cpu: 25,
      rss: 5e7,
      late: 1.3,
      commits: 2,
      writing: 3,
      received: 0.5,
      sent: 1_000,
      peers: 4,
      requests: 0.5,
    });
    clock.advance(1_000);
    expect(beat()).toMatchObject({ cpu: 0, commits: 0, sent: 0, peers: 4 });
  });
});

describe('the history', () => {
  const fill = (history: History, seconds: number, beat: (second: number) => Partial<Beat> = () => ({})) => {
    for (let second = 0; second < seconds; second++) {
      history.push({ ...quiet, at: START + second * 1_000, ...beat(second) });
    }
    return START + seconds * 1_000;
  };

  it('keeps 15 minutes by the second and forgets what is older', () => {
    const history = new History();
    const now = fill(history, 1_000, (second) => ({ cpu: second }));
    const { every, columns } = history.view('15m', now);
    expect(every).toBe(1_000);
    expect(columns.cpu).toHaveLength(900);
    expect([columns.cpu[0], columns.cpu.at(-1)]).toEqual([100, 999]);
    expect(columns.at.at(-1)).toBe((START + 999_000) / 1_000);
  });

  it('keeps minutes: the mean of most, the worst second of lateness', () => {
    const history = new History();
    const now = fill(history, 150, (second) => ({ cpu: second % 2, late: second === 70 ? 90 : 1 }));
    const { every, columns } = history.view('6h', now);
    expect(every).toBe(60_000);
    expect(columns.at).toEqual([START / 1_000, START / 1_000 + 60]);
    expect(columns.cpu).toEqual([0.5, 0.5]);
    expect(columns.late).toEqual([1, 90]);
  });

  it('is bounded to a day', () => {
    const history = new History();
    const minutes = 1_600;
    for (let minute = 0; minute < minutes; minute++) history.push({ ...quiet, at: START + minute * 60_000 });
    const now = START + minutes * 60_000;
    expect(history.view('24h', now).columns.at).toHaveLength(1_440 - 1);
    expect(history.view('6h', now).columns.at).toHaveLength(360 - 1);
  });

  it('shows a gap as a gap', () => {
    const history = new History();
    for (const second of [0, 1, 2, 10, 11]) history.push({ ...quiet, at: START + second * 1_000 });
    const { columns } = history.view('15m', START + 12_000);
    expect(columns.cpu).toEqual([1, 1, 1, null, 1, 1]);
    expect(columns.at[3]).toBe(START / 1_000 + 3);
  });
});
