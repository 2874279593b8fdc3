import { describe, expect, it } from 'vitest';
import { classesOf, markOf } from './marks.ts';

const options = (...contents: string[]) => contents.map((content, n) => ({ label: 'ABCD'[n]!, content }));

describe('the second verification (contract §9)', () => {
  it('wants the options of choices equal, in order and content', () => {
    const mark = (...contents: string[]) => markOf('1', { options: options(...contents) });
    expect(mark('甲', '乙')).toBe(mark('甲 ', '乙'));
    expect(mark('甲', '乙')).not.toBe(mark('乙', '甲'));
    expect(mark('甲', '乙')).not.toBe(mark('甲'));
  });

  it('wants the answers of blanks equal but for white space', () => {
    const mark = (answer: string) => markOf('4', { options: [], answer });
    expect(mark('二 氧化碳\n')).toBe(mark('二氧化碳'));
    expect(mark('二氧化碳')).not.toBe(mark('一氧化碳'));
  });

  it.each(['3', '8', '9'])('lets type %s pass', (type) => {
    expect(markOf(type, { options: options('a'), answer: '1' })).toBe(
      markOf(type, { options: [], answer: '2' }),
    );
  });

  it('splits a group into classes of equals', () => {
    expect(classesOf(['a1', 'b1', 'a2'], (member) => member[0]!)).toEqual([['a1', 'a2'], ['b1']]);
  });
});
