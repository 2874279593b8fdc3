import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dedup } from './dedup.ts';
import { explain } from './explain.ts';
import { question } from './testing/question.ts';
import type { Pair, Question } from './types.ts';

const TEMPLATE = '某学校组织学生参加社会实践活动以后老师请大家写一篇关于';
const [START, END] = [
  '某学校组织学生参加社会实践活动以后老师请大家认真地写一篇关于',
  '的报告并同其他同学交流',
];

/** Groups whose questions are nearly all alike: few stems, few options, answers known or not. */
const alike = fc
  .array(
    fc.record({
      stem: fc.constantFrom('下列说法正确的是', '下列各项说法中正确的是', TEMPLATE),
      term: fc.constantFrom('', '', '家', '乡', '家乡', '的变化', '3', '4'),
      end: fc.constantFrom('', '的报告'),
      options: fc.constantFrom([], [], ['甲', '乙'], ['乙', '甲'], ['甲', '丙']),
      answer: fc.constantFrom('', 'A', 'B', '对'),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(({ stem, term, end, options, answer }, at) =>
      question(at + 1, `${stem}${term}${end}`, options, answer),
    ),
  );

/** The same sentence with other terms, of which some have letters in common; at times the answer is known. */
const onTemplate = fc
  .array(
    fc.record({
      term: fc
        .array(fc.constantFrom('甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'), { maxLength: 3 })
        .map((all) => all.join('')),
      options: fc.constantFrom([], [], [], ['甲', '乙']),
      answer: fc.constantFrom('', '', '', 'A'),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(({ term, options, answer }, at) => question(at + 1, `${START}${term}${END}`, options, answer)),
  );

/** Each pair that takes part, one by one. */
function oneByOne(group: readonly Question[], exact: readonly { readonly ids: readonly number[] }[]) {
  const copies = new Set(exact.flatMap(({ ids }) => ids.slice(1)));
  const left = group.filter(({ id }) => !copies.has(id));
  const pairs = { duplicate: [] as Pair[], variant: [] as Pair[] };
  for (const [at, one] of left.entries()) {
    for (const other of left.slice(at + 1)) {
      const { verdict, similarity } = explain(one, other);
      if (verdict === 'duplicate' || verdict === 'variant')
        pairs[verdict].push({ a: one.id, b: other.id, similarity });
    }
  }
  return pairs;
}

const sorted = (pairs: readonly Pair[]): string[] =>
  pairs.map(({ a, b, similarity }) => `${a} ${b} ${similarity}`).sort();

describe('questions that are all alike', () => {
  it('are judged as each pair alone would be', () => {
    fc.assert(
      fc.property(alike, (group) => {
        const found = dedup(group)!;
        const all = oneByOne(group, found.exact);
        expect(sorted(found.similar)).toEqual(sorted(all.duplicate));
        expect(sorted(found.variants)).toEqual(sorted(all.variant));
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('keep the best variants and count the rest, whatever is kept', () => {
    fc.assert(
      fc.property(alike, fc.integer({ min: 1, max: 60 }), (group, maxPairs) => {
        const [some, all] = [dedup(group, { maxPairs })!, dedup(group)!];
        expect(some.similar).toEqual(all.similar.slice(0, maxPairs));
        expect(some.variants).toEqual(all.variants.slice(0, maxPairs));
        expect(some.leftOut.variants).toBe(all.variants.length - some.variants.length);
      }),
      { seed: 6, numRuns: 150 },
    );
  });

  it('are merged the same however few variants are looked for', () => {
    fc.assert(
      fc.property(fc.oneof(alike, onTemplate), fc.integer({ min: 0, max: 4 }), (group, maxAlike) => {
        const [some, all] = [dedup(group, { maxAlike })!, dedup(group)!];
        expect({ ...some, variants: [], leftOut: {} }).toEqual({ ...all, variants: [], leftOut: {} });
        const known = new Set(sorted(all.variants));
        expect(sorted(some.variants).filter((variant) => !known.has(variant))).toEqual([]);
        expect(new Set(sorted(some.variants)).size).toBe(some.variants.length);
        expect(some.variants.length === known.size || some.leftOut.variants > 0).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('cost no more than what is kept of them', () => {
    const generic = Array.from({ length: 20_000 }, (_, n) =>
      question(
        n + 1,
        n % 2 ? '根据以上材料判断下列各项说法中正确的是' : '根据以上材料判断下列各项说法正确的是',
        [`甲${n}`, '乙'],
      ),
    );
    let asked = 0;
    const found = dedup(generic, { maxPairs: 100, threshold: 0.6 }, { stopped: () => ++asked < 0 })!;
    expect(found.variants).toHaveLength(100);
    expect(found.leftOut.variants).toBe((20_000 * 19_999) / 2 - 100);
    expect(asked).toBeLessThan(2_000);
  });
});
