import { describe, expect, it } from 'vitest';
import { colourOf, dashOf, lastKnown, rangeOf, spread } from './chart.ts';

const line = (...values: (number | null)[]) => ({ label: '', values });
const limit = (value: number) => ({ value, label: '', tone: 'bad' as const });

describe('a chart', () => {
  it('reaches from nought to its highest value or limit, and below nought with its values', () => {
    expect(rangeOf([line(1, null, 10)], [])).toEqual([0, 10.8]);
    expect(rangeOf([line(1)], [limit(100)])).toEqual([0, 108]);
    expect(rangeOf([line(-10, 10)], [])).toEqual([-10, 11.6]);
  });

  it('has a height even when nothing is known or nothing happened', () => {
    expect(rangeOf([], [])).toEqual([0, 1]);
    expect(rangeOf([line(0, null)], [])).toEqual([0, 1]);
  });

  it('labels a line where it was last known', () => {
    expect(lastKnown([1, 2, null])).toEqual({ index: 1, value: 2 });
    expect(lastKnown([0])).toEqual({ index: 0, value: 0 });
    expect(lastKnown([null])).toBeNull();
    expect(lastKnown([])).toBeNull();
  });

  it('pushes labels apart, each as near to its line as there is room', () => {
    expect(spread([50, 10, 12], 14)).toEqual([50, 10, 24]);
    expect(spread([], 14)).toEqual([]);
  });

  it('tells lines apart without colour', () => {
    expect(dashOf(0)).toEqual([]);
    expect(dashOf(1)).not.toEqual(dashOf(2));
    expect([colourOf(undefined), colourOf('bad')]).toEqual(['--ink', '--bad']);
  });
});
