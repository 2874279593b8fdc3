import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff, type Run } from './diff.ts';

const side = (runs: readonly Run[], which: 'left' | 'right') =>
  runs
    .filter((run) => run.in === 'both' || run.in === which)
    .map(({ text }) => text)
    .join('');

describe('the difference of two texts', () => {
  it('is told in runs, what is gone before what came', () => {
    expect(diff('下列正确的是', '下列错误的是')).toEqual([
      { in: 'both', text: '下列' },
      { in: 'left', text: '正确' },
      { in: 'right', text: '错误' },
      { in: 'both', text: '的是' },
    ]);
    expect(diff('甲', '甲')).toEqual([{ in: 'both', text: '甲' }]);
    expect(diff('', '甲')).toEqual([{ in: 'right', text: '甲' }]);
    expect(diff('', '')).toEqual([]);
  });

  it('gives both texts back, and no two runs of a kind side by side', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '甲', '😀'), { maxLength: 40 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (left, right) => {
        const runs = diff(left, right);
        expect([side(runs, 'left'), side(runs, 'right')]).toEqual([left, right]);
        for (const [at, run] of runs.entries()) {
          expect(run.text).not.toBe('');
          expect(runs[at + 1]?.in).not.toBe(run.in);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('gives up on long texts without anything in common', () => {
    const [left, right] = ['a'.repeat(100_000), 'b'.repeat(100_000)];
    expect(diff(`甲${left}`, `甲${right}`)).toEqual([
      { in: 'both', text: '甲' },
      { in: 'left', text: left },
      { in: 'right', text: right },
    ]);
  });
});
