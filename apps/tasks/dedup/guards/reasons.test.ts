import { describe, expect, it } from 'vitest';
import { prepare } from '../prepare.ts';
import { question } from '../testing/question.ts';
import type { Question } from '../types.ts';
import { reasonsAgainst } from './reasons.ts';

const between = (left: Question, right: Question) =>
  reasonsAgainst(prepare(left, 'question'), prepare(right, 'question'));
const stems = (left: string, right: string) => between(question(1, left), question(2, right));
const LONG = '某工厂生产的一批零件经过检验后发现其中合格品的数量与次品的数量相比';

describe('guards', () => {
  it.each([
    [`${LONG}为3倍`, `${LONG}为4倍`, ['numbers']],
    [`${LONG}为三倍`, `${LONG}为四倍`, ['numbers']],
    [`${LONG}的α1受体`, `${LONG}的β1受体`, ['numbers']],
    [`${LONG}的DNA含量`, `${LONG}的RNA含量`, ['numbers']],
    [`${LONG}a>b`, `${LONG}a<b`, ['numbers']],
    [`${LONG}，正确的是`, `${LONG}，不正确的是`, ['polarity']],
    [`${LONG}，正确的是`, `${LONG}，错误的是`, ['polarity']],
    [`${LONG}，属于的是`, `${LONG}，不属于的是`, ['polarity']],
    [`${LONG}最大的是`, `${LONG}最小的是`, ['polarity']],
    [
      'Which is true about the weather of this island',
      'Which is not true about the weather of this island',
      ['polarity'],
    ],
    [`${LONG}<img src="a.png">`, `${LONG}<img src="b.png">`, ['images']],
    [`${LONG}的工厂`, `${LONG}的车间`, ['wording']],
    ['北京是中国首都', '南京是中国首都', ['polarity']],
    ['甲是中国的首都', '乙是中国的首都', ['short']],
    ['甲乙丙丁戊己', '甲乙丙丁戊己甲乙丙丁戊己', ['length']],
  ])('%j against %j: %j', (left, right, reasons) => {
    expect(stems(left, right)).toEqual(reasons);
  });

  it.each([
    [`${LONG}，不正确的是`, `${LONG}，错误的是`],
    [`${LONG}的值是`, `${LONG}得值是`],
    [`${LONG}的结果是`, `${LONG}结果是`],
    ['abcdefghijkl', 'abcdefghijkm'],
  ])('%j and %j may be one', (left, right) => {
    expect(between(question(1, left, ['甲', '乙'], 'A'), question(2, right, ['乙', '甲'], 'B'))).toEqual([]);
  });

  it('tells different options and different answers', () => {
    const known = question(1, LONG, ['甲', '乙'], 'A');
    expect(between(known, question(2, LONG, ['甲', '丙'], 'A'))).toEqual(['options']);
    expect(between(known, question(2, LONG, ['甲', '乙'], 'B'))).toEqual(['answer']);
    expect(between(known, question(2, LONG, ['乙', '甲'], 'B'))).toEqual([]);
    expect(between(known, question(2, LONG, ['甲', '乙']))).toEqual([]);
    expect(between(question(1, LONG, [], '氧 气'), question(2, LONG, [], '氧气'))).toEqual([]);
    expect(between(question(1, LONG, [], '氧气'), question(2, LONG, [], '氢气'))).toEqual(['answer']);
  });

  it('accepts another term only where options and answer are the same', () => {
    const [left, right] = [`${LONG}的工厂`, `${LONG}的车间`];
    expect(between(question(1, left, ['甲', '乙'], 'A'), question(2, right, ['甲', '乙'], 'A'))).toEqual([]);
    expect(between(question(1, left, ['甲', '乙']), question(2, right, ['甲', '乙']))).toEqual(['wording']);
  });
});
