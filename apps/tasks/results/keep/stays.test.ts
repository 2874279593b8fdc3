import { describe, expect, it } from 'vitest';
import { stays } from './stays.ts';

const of = (question_id: number, create_time: number | null = null, analysis = false) => ({
  question_id,
  create_time,
  analysis,
});

describe('which copy stays', () => {
  it('first: the smallest id', () => expect(stays([of(9), of(3), of(5)], 'first')).toBe(3));
  it('newest: the latest, ids breaking ties', () => {
    expect(stays([of(1, 10), of(9, 30), of(7, 30), of(2)], 'newest')).toBe(7);
    expect(stays([of(4), of(2)], 'newest')).toBe(2);
  });
  it('with analysis: the first that has one', () => {
    expect(stays([of(1), of(8, null, true), of(5, null, true)], 'with_analysis')).toBe(5);
    expect(stays([of(6), of(4)], 'with_analysis')).toBe(4);
  });
  it('none of none', () => expect(stays([], 'first')).toBeNull());
});
