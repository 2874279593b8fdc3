import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import { question } from './testing/question.ts';

const LONG = '实验室里一瓶久置的氢氧化钠固体部分变质后称取一定质量的样品溶于水';

describe('the explanation of a pair', () => {
  it('shows what differs, as a person reads it', () => {
    const pair = explain(
      question(1, `<p>${LONG}，甲</p>`, ['氧', '氢']),
      question(2, `${LONG}，乙`, ['氢', '氮']),
    );
    expect(pair).toMatchObject({ verdict: 'variant', reasons: ['options'] });
    expect(pair.similarity).toBeGreaterThan(0.9);
    expect(pair.stem).toEqual([
      { in: 'both', text: `${LONG},` },
      { in: 'left', text: '甲' },
      { in: 'right', text: '乙' },
    ]);
    expect(pair.options).toEqual([
      {
        left: 'A',
        right: 'B',
        runs: [
          { in: 'left', text: '氧' },
          { in: 'right', text: '氮' },
        ],
      },
      { left: 'B', right: 'A', runs: [{ in: 'both', text: '氢' }] },
    ]);
  });

  it('says what a pair is', () => {
    const one = question(1, LONG, ['甲', '乙']);
    const verdictOn = (content: string, options = ['甲', '乙']) =>
      explain(one, question(2, content, options)).verdict;
    expect(verdictOn(`<p>${LONG}</p>`, ['乙', '甲'])).toBe('exact');
    expect(verdictOn(`${LONG}中`)).toBe('duplicate');
    expect(verdictOn(LONG, ['甲', '丙'])).toBe('variant');
    expect(verdictOn('别的题目')).toBe('different');
    expect(verdictOn('')).toBe('different');
  });

  it('shows options without a counterpart', () => {
    const { options } = explain(question(1, LONG, ['甲']), question(2, LONG, ['甲', '乙']));
    expect(options.map(({ left, right }) => [left, right])).toEqual([
      ['A', 'A'],
      [null, 'B'],
    ]);
  });

  it('says what the old definition says when asked', () => {
    const pair = [question(1, '甲', ['一']), question(2, '<b>甲</b>', ['二'])] as const;
    expect(explain(...pair, { method: 'stem' }).verdict).toBe('exact');
  });
});
