import { describe, expect, it } from 'vitest';
import { grown, sparkOf, type Beat, type History } from './history.ts';

const NAMES = ['cpu', 'rss', 'late', 'commits', 'writing', 'received', 'sent', 'peers', 'requests'] as const;
const beat = (at: number, cpu = 1): Beat => ({
  ...(Object.fromEntries(NAMES.map((name) => [name, 0])) as unknown as Beat),
  at,
  cpu,
});
const history = (at: readonly number[], span: History['span'] = '15m', every = 1_000): History => ({
  span,
  every,
  columns: {
    ...(Object.fromEntries(NAMES.map((name) => [name, at.map(() => 0)])) as unknown as History['columns']),
    at,
  },
});

describe('the history', () => {
  it('grows by what is said, each second once', () => {
    const { columns } = grown(history([100, 101]), [beat(101_000), beat(102_003, 7), beat(103_001, 8)]);
    expect(columns.at).toEqual([100, 101, 102.003, 103.001]);
    expect(columns.cpu).toEqual([0, 0, 7, 8]);
  });

  it('shows a gap where nothing was said', () => {
    const { columns } = grown(history([100]), [beat(110_000)]);
    expect(columns.at).toEqual([100, 101, 110]);
    expect(columns.cpu).toEqual([0, null, 1]);
  });

  it('lets go of what is older than its span', () => {
    const { columns } = grown(history([100, 500, 999]), [beat(1_000_000 + 2_000)]);
    expect(columns.at).toEqual([500, 999, 1_000, 1_002]);
  });

  it('takes one beat a minute where it is told by the minute', () => {
    const beats = Array.from({ length: 130 }, (_, second) => beat(60_000 + second * 1_000));
    expect(grown(history([60], '6h', 60_000), beats).columns.at).toEqual([60, 114, 168]);
  });

  it('starts with nothing', () => {
    expect(grown(history([]), [beat(5_000)]).columns.at).toEqual([5]);
  });
});

describe('a sparkline', () => {
  it('has few points, the mean of what they stand for, and gaps', () => {
    const columns = { ...history([]).columns, peers: [...Array.from({ length: 120 }, () => 2), null, null] };
    const points = sparkOf({ span: '15m', every: 1_000, columns }, 'peers');
    expect(points.length).toBeLessThanOrEqual(61);
    expect(points[0]).toBe(2);
    expect(points.at(-1)).toBeNull();
  });
});
