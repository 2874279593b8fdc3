import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diff } from '../diff.ts';
import { wordingOf } from './wording.ts';

it('knows another term in a long stem without looking at every letter, and says the same', () => {
  const part = fc
    .array(fc.constantFrom('甲', '乙', 'a', '1', '😀', '😁'), { maxLength: 4 })
    .map((all) => all.join(''));
  const long = '某工厂生产的一批零件经过检验后发现其中合格品的数量与次品的数量相比较而言多出来不少';
  fc.assert(
    fc.property(part, part, part, part, (before, one, other, after) => {
      const [left, right] = [`${long}${before}${one}${after}`, `${long}${before}${other}${after}`];
      const runs = diff(left, right);
      const isTerm = runs.some((run, at) => {
        const next = runs[at + 1];
        if (run.in !== 'left' || next?.in !== 'right') return false;
        return Math.max(Array.from(run.text).length, Array.from(next.text).length) >= 2;
      });
      expect(wordingOf(left, right, false)).toBe(isTerm ? 'wording' : 'same');
    }),
    { seed: 17, numRuns: 500 },
  );
});
