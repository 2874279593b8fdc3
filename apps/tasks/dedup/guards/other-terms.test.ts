import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepare } from '../prepare.ts';
import type { Stem } from '../stems.ts';
import { question } from '../testing/question.ts';
import { otherTerms } from './other-terms.ts';
import { wordingOf } from './wording.ts';

const TEMPLATES = [
  ['某工厂生产的一批零件经过检验后发现其中合格品的数量与次品相比多出来的', '请同学们仔细想一想再作出回答'],
  ['学校组织学生参加社会实践活动以后老师请大家认真地写一篇关于', '的报告并同其他同学交流'],
] as const;
const stemOf = (text: string, options: readonly string[] = [], answer = ''): Stem => ({
  text,
  questions: [{ id: 1, kind: 0, prepared: prepare(question(1, text, options, answer), 'question') }],
});
const [start, end] = TEMPLATES[0];
const on = (term: string) => stemOf(`${start}${term}${end}`);

describe('another term in the same sentence', () => {
  it('is known of terms without a common letter', () => {
    const areTwo = otherTerms([on('甲乙'), on('丙丁戊'), on('甲丙')]);
    expect([areTwo(0, 1), areTwo(1, 0), areTwo(0, 2), areTwo(1, 2)]).toEqual([true, true, false, false]);
  });

  it('is not claimed where options and answer may accept it, nor of one letter', () => {
    const accepting = stemOf(`${start}庚辛${end}`, ['甲', '乙'], 'A');
    const areTwo = otherTerms([on('甲乙'), accepting, on('丙'), on('')]);
    for (const other of [1, 2, 3]) expect(areTwo(0, other)).toBe(false);
  });

  it('is never claimed of what a closer look would take for one question', () => {
    const letter = fc.constantFrom('甲', '乙', '丙', '丁', '戊', '，', '😀', 'a', '的', '关');
    const term = fc.array(letter, { maxLength: 18 }).map((all) => all.join(''));
    const text = fc
      .tuple(fc.constantFrom(...TEMPLATES, ['短', '句']), term)
      .map(([[before, after], between]) => `${before}${between}${after}`);
    let claimed = 0;
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 12 }), (texts) => {
        const areTwo = otherTerms(texts.map((one) => stemOf(one)));
        for (const [one, left] of texts.entries()) {
          for (const [other, right] of texts.entries()) {
            if (!areTwo(one, other)) continue;
            claimed++;
            expect(wordingOf(left, right, false)).toBe('wording');
          }
        }
      }),
      { seed: 19, numRuns: 500 },
    );
    expect(claimed).toBeGreaterThan(100);
  });
});
