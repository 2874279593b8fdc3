import { describe, expect, it } from 'vitest';
import { sparkPath } from './spark.ts';

const box = { width: 100, height: 20 };

describe('a sparkline', () => {
  it('goes from left to right, its scale from nought to the highest', () => {
    expect(sparkPath([0, 5, 10], box)).toBe('M0 20L50 10L100 0');
  });
  it('shows a gap as a gap, and a lone value as a dot', () => {
    expect(sparkPath([10, null, 10, 10], box)).toBe('M0 0h0M66.7 0L100 0');
    expect(sparkPath([null, 10, null], box)).toBe('M50 0h0');
  });
  it('lies on the ground when nothing happened, and draws nothing when nothing is known', () => {
    expect(sparkPath([0, 0], box)).toBe('M0 20L100 20');
    expect(sparkPath([null, null], box)).toBe('');
    expect(sparkPath([], box)).toBe('');
  });
  it('reaches below nought when values do', () => {
    expect(sparkPath([-10, 10], box)).toBe('M0 20L100 0');
  });
});
