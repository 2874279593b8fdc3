import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableOption, comparableStem } from './comparable.ts';

describe('stems as they are compared', () => {
  it.each([
    ['5．（ 6分）将神经细胞', '将神经细胞'],
    ['【例1】甲', '甲'],
    ['(3) 甲', '甲'],
    ['12、甲', '甲'],
    ['第3题 甲', '甲'],
    ['（单选题）甲', '甲'],
    ['1.5kg 的水', '1.5kg的水'],
    ['第1、2项', '第1,2项'],
    ['1979—1981年', '1979-1981年'],
    ['1979～1981年', '1979-1981年'],
    ['甲的是（　　）。', '甲的是'],
    ['甲____乙', '甲␣乙'],
    ['甲（ ）乙', '甲␣乙'],
    ['foo  bar,\u200B baz', 'foo bar baz'],
    ['\u200B x', 'x'],
    ['《论语》(孔子)：“学而”', '论语孔子学而'],
    ['f(x)=2(a+b)', 'f(x)=2(a+b)'],
    ['比为1：4，共3.5', '比为1:4共3.5'],
    ['ＡＢＣ　 def', 'ABC def'],
    ['？！', '?!'],
  ])('%j is %j', (text, compared) => {
    expect(comparableStem(text)).toBe(compared);
  });

  it('folds radicals that look like characters', () => {
    expect(comparableStem('⻋辆与⽔、⻛、⻓江、⼈⺠')).toBe('车辆与水风长江人民');
  });

  it('folds the spacing and the fonts of formulas', () => {
    const forms = ['$ y = x^{3} - 2 x\\, $', '$y=x^3-2x$', '\\(y=x^{3}-2\\quad x\\)', 'y=x³-2x'];
    expect(new Set(forms.map(comparableStem))).toEqual(new Set(['y=x^3-2x']));
    expect(comparableStem('$\\mathrm{~N}_{2}$ 与 $\\left(\\mathrm{NH}_{4}\\right)_2$')).toBe(
      comparableStem('$\\mathrm{N}_2$与$(\\mathrm{NH}_4)_{2}$'),
    );
    expect(comparableStem('$5 与 \\constructor')).toBe('$5与\\constructor');
  });

  it.each([
    ['x²', 'x2'],
    ['10^2', '102'],
    ['a<b', 'a>b'],
    ['{1,2}', '{12}'],
    ['2(3+4)', '23+4'],
    ['Co', 'CO'],
  ])('tells %j from %j', (left, right) => {
    expect(comparableStem(left)).not.toBe(comparableStem(right));
  });

  it('is compared as it was compared', () => {
    const parts = [
      '甲',
      '乙丙',
      '1',
      '2.5',
      '12',
      '(',
      ')',
      '（5分）',
      '3、',
      ' ',
      '____',
      '（ ）',
      '，',
      '。',
      '“',
      '”',
      'a',
      'bc',
    ];
    const more = ['=', '<', '+', '-', '$x^{2}$', '\\times ', '⻋', '²', '\u200B', ':', '~', '【例2】', '😀'];
    const text = fc.array(fc.constantFrom(...parts, ...more), { maxLength: 14 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const once = comparableStem(written);
        expect(comparableStem(once)).toBe(once);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });
});

describe('options as they are compared', () => {
  it('are without their own label', () => {
    expect(['A. 甲', 'A、甲', '(A) 甲', '甲。'].map((text) => comparableOption(text, 'A'))).toEqual(
      Array(4).fill('甲'),
    );
    expect(comparableOption('A. 甲', 'B')).toBe('A甲');
    expect(comparableOption('A、B都对', 'A')).toBe(comparableOption('A、B都对', 'B'));
    expect(comparableOption('A，B', 'A')).toBe('A B');
  });

  it('may be signs alone', () => {
    expect(comparableOption('！', 'A')).not.toBe(comparableOption('？', 'A'));
  });
});
