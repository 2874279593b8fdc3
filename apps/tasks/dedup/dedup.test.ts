import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dedup } from './dedup.ts';
import { question } from './testing/question.ts';
import type { Question } from './types.ts';

const exactIds = (group: readonly Question[]) => dedup(group)!.exact.map(({ ids }) => ids);
const LONG = '实验室里一瓶久置的氢氧化钠固体部分变质后称取一定质量的样品溶于水';

describe('exact copies', () => {
  it('differ in their looks only', () => {
    const group = [
      question(4, '<p>1. 若 a<b 且 c>d，则（ ）</p>', ['甲', '乙', '丙']),
      question(2, '（5分）若a&lt;b且c&gt;d,则', ['<b>丙</b>', 'B、乙', '甲。']),
      question(3, '若 a<b 且 c>d，则', ['甲', '乙', '丁']),
    ];
    expect(exactIds(group)).toEqual([[2, 4]]);
  });

  it('have their options in any order', () => {
    const option = fc.array(fc.constantFrom('甲', '乙', '1', 'a', '<b>x</b>'), {
      minLength: 1,
      maxLength: 5,
    });
    const options = fc.uniqueArray(
      option.map((parts) => parts.join('')),
      { minLength: 2, maxLength: 6 },
    );
    const shuffled = options.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(exactIds([question(1, LONG, one), question(2, LONG, other)])).toEqual([[1, 2]]);
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  it('may have their options typed into the stem', () => {
    const typed = [
      `7．（ 3分）${LONG}（　　）\nA．甲 B．乙\nC．丙 D．丁`,
      `${LONG}（　　）A. 丁 B. 丙 C. 乙 D. 甲`,
    ];
    const changed = `${LONG}（　　）A. 丁 B. 丙 C. 乙 D. 戊`;
    const found = dedup([...typed, changed].map((content, at) => question(at + 1, content)))!;
    expect(found.exact.map(({ ids }) => ids)).toEqual([[1, 2]]);
    expect(found.similar).toEqual([]);
    expect(found.variants.map(({ reasons }) => reasons)).toEqual([['options']]);
  });

  it('say something', () => {
    expect(exactIds([question(1, ''), question(2, '<p>&nbsp;</p>')])).toEqual([]);
    expect(exactIds([question(1, '<img src="a">'), question(2, '<img src="a" width="2">')])).toEqual([
      [1, 2],
    ]);
  });

  it('of options that punctuation alone tells apart have the same punctuation', () => {
    const options = ['他说：走吧。', '他说走吧？', '他说，走吧！'];
    expect(exactIds([question(1, LONG, options), question(2, LONG, options.toReversed())])).toEqual([[1, 2]]);
    expect(
      exactIds([question(1, LONG, options), question(2, LONG, [...options.slice(1), '他说；走吧'])]),
    ).toEqual([]);
  });
});

describe('findings', () => {
  it('do not depend on the order of the group', () => {
    const stems = [LONG, `${LONG}中`, LONG.slice(1), `${LONG}的`, '别的题', `<p>${LONG}</p>`];
    const group = stems.map((content, at) => question(at + 1, content, ['甲', '乙']));
    expect(dedup(group.toReversed())).toEqual(dedup(group));
  });

  it('never merge the same stem with other options', () => {
    const group = Array.from({ length: 60 }, (_, at) =>
      question(at + 1, '下列说法正确的是', [`甲${at}`, '乙', '丙']),
    );
    const found = dedup(group)!;
    expect([found.exact, found.similar, found.clusters]).toEqual([[], [], []]);
    expect(found.variants).toHaveLength((60 * 59) / 2);
  });

  it('are bounded, the most similar ones kept', () => {
    const group = Array.from({ length: 60 }, (_, at) => question(at + 1, LONG, [`甲${at}`, '乙']));
    group.push(question(61, `${LONG}中`, ['甲0', '乙']));
    const found = dedup(group, { maxPairs: 100 })!;
    expect(found.variants).toHaveLength(100);
    expect(found.variants.every(({ similarity }) => similarity === 1)).toBe(true);
    expect(found.leftOut).toEqual({ similar: 0, variants: (60 * 59) / 2 + 59 - 100 });
    expect(found.similar).toHaveLength(1);
  });

  it('are none when stopped', () => {
    const group = Array.from({ length: 3_000 }, (_, at) => question(at + 1, LONG, [`甲${at}`, '乙']));
    for (const after of [0, 5, 60, 1_000]) {
      let asked = 0;
      expect(dedup(group, {}, { stopped: () => asked++ >= after })).toBeUndefined();
      expect(asked).toBeLessThanOrEqual(after + 2);
    }
  });

  it('ask for a threshold that means something', () => {
    for (const threshold of [0, -1, 1.1, Number.NaN])
      expect(() => dedup([], { threshold })).toThrow(RangeError);
  });
});

describe('the old definition', () => {
  it('compares cleaned stems alone', () => {
    const group = [
      question(1, '<p>ＡＢＣ\u3000 def</p>', ['甲']),
      question(2, 'ABC def', ['乙']),
      question(3, 'abcdefghijkl'),
      question(4, 'abcdefghijkm'),
      question(5, 'klmnopqrst'),
      question(6, 'klmnopqrsu'),
    ];
    const found = dedup(group, { method: 'stem' })!;
    expect(found.exact).toEqual([{ hash: hash('md5', 'ABC def'), ids: [1, 2] }]);
    expect(found.similar).toEqual([{ a: 3, b: 4, similarity: 9 / 11 }]);
    expect(found.variants).toEqual([]);
  });

  it('leaves members of exact groups out of similarity', () => {
    const group = [question(1, 'abcdefghijkl'), question(2, 'abcdefghijkl'), question(3, 'abcdefghijkm')];
    expect(dedup(group, { method: 'stem' })!.similar).toEqual([]);
    expect(dedup(group)!.similar).toHaveLength(1);
  });
});
