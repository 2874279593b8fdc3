import { expect, it } from 'vitest';
import { oldDedup } from '../testing/old-dedup.ts';
import { dedup } from './dedup.ts';
import { question } from './testing/question.ts';
import type { Question } from './types.ts';

const SALT = 'a process';
const ours = (group: readonly Question[], threshold = 0.8) => dedup(group, { threshold })!;
const theirs = (group: readonly Question[], threshold = 0.8) => oldDedup(group, threshold, SALT);

it('fault 6: the threshold that was asked for decides', () => {
  const group = [
    question(1, '某班学生做了一次关于种子萌发条件的实验甲'),
    question(2, '某班学生做了一次关于种子萌发条件的实验乙'),
  ];
  expect(theirs(group, 0.95).similar).toHaveLength(1);
  expect(theirs(group, 0.8).similar).toHaveLength(1);
  expect(ours(group, 0.95).similar).toEqual([]);
  expect(ours(group, 0.8).similar).toHaveLength(1);
});

it('fault 7: the same questions give the same findings, and none is missed', () => {
  // 300 pairs just above the threshold: J = 9/11.
  const words = Array.from({ length: 300 }, (_, n) =>
    Array.from({ length: 11 }, (_, at) => String.fromCharCode(0x4e00 + n * 11 + at)).join(''),
  );
  const group = words.flatMap((word, n) => [
    question(2 * n + 1, `${word}甲`),
    question(2 * n + 2, `${word}乙`),
  ]);
  const runs = ['one', 'two', 'three'].map((salt) => oldDedup(group, 0.8, salt).similar.map(({ a }) => a));
  expect(runs.some((run) => run.length < 300)).toBe(true);
  expect(new Set(runs.map((run) => run.toSorted((a, b) => a - b).join())).size).toBeGreaterThan(1);
  expect(ours(group).similar).toHaveLength(300);
  expect(ours(group.toReversed())).toEqual(ours(group));
});

it('fault 8: a near copy of a question that is there twice is found', () => {
  const group = [question(1, 'abcdefghijkl'), question(2, 'abcdefghijkl'), question(3, 'abcdefghijkm')];
  expect(theirs(group)).toMatchObject({ exact: [[1, 2]], similar: [] });
  expect(ours(group).similar).toEqual([{ a: 1, b: 3, similarity: 9 / 11 }]);
  expect(ours(group).clusters).toEqual([{ representative: 1, ids: [1, 2, 3] }]);
});

it('fault 9: a stem alone does not make a question', () => {
  const choices = [
    question(1, '下列说法正确的是', ['甲', '乙'], 'A'),
    question(2, '下列说法正确的是', ['丙', '丁'], 'A'),
  ];
  expect(theirs(choices).exact).toEqual([[1, 2]]);
  expect(ours(choices)).toMatchObject({ exact: [], similar: [], clusters: [] });
  expect(ours(choices).variants).toMatchObject([{ a: 1, b: 2, reasons: ['options'] }]);

  const blanks = [
    question(1, '请将答案填在横线上', [], '氧气'),
    question(2, '请将答案填在横线上', [], '氢气'),
  ];
  expect(theirs(blanks).exact).toEqual([[1, 2]]);
  expect(ours(blanks).exact).toEqual([]);
  expect(ours(blanks).variants).toMatchObject([{ reasons: ['answer'] }]);
});

it('fault 10: formulas, words, entities and spaces survive the cleaning', () => {
  const formulas = [question(1, '若 a<b 且 c>d'), question(2, '若 a<e 且 f>d')];
  expect(theirs(formulas).exact).toEqual([[1, 2]]);
  expect(ours(formulas).exact).toEqual([]);

  const words = [question(1, 'an<br/>other'), question(2, 'another')];
  expect(theirs(words).exact).toEqual([[1, 2]]);
  expect(ours(words).exact).toEqual([]);

  for (const [left, right] of [
    ['甲&nbsp;乙&amp;丙', '甲 乙&丙'],
    ['\u200B x 的值', 'x 的值'],
  ] as const) {
    const group = [question(1, left), question(2, right)];
    expect(theirs(group).exact).toEqual([]);
    expect(ours(group).exact.map(({ ids }) => ids)).toEqual([[1, 2]]);
  }
});
