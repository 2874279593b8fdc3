import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOLDEN } from '../testing/golden.ts';
import { renderSheets } from '../virtual/render.ts';
import { sheetText } from '../virtual/sheet-text.ts';
import { textColumns } from './columns.ts';
import { encodeReceipt } from './encode.ts';
import type { CommandSet } from './command-set.ts';

const sets: readonly CommandSet[] = ['escpos', 'generic'];

function paper(text: string, commandSet: CommandSet, paperWidthMm = 80): string {
  const sheets = renderSheets(encodeReceipt({ content: { text }, commandSet, paperWidthMm }), paperWidthMm);
  return sheets.map(sheetText).join('✂');
}

function includes(bytes: Uint8Array, part: readonly number[]): boolean {
  return Buffer.from(bytes).includes(Buffer.from(part));
}

describe('encodeReceipt', () => {
  it.each(sets)('prints the golden receipt line for line with %s', (set) => {
    expect(paper(GOLDEN, set)).toBe(GOLDEN.replaceAll('¥', '￥'));
  });

  it('folds what a 58 mm paper cannot hold and keeps every word', () => {
    const lines = paper(GOLDEN, 'escpos', 58).split('\n');
    expect(Math.max(...lines.map(textColumns))).toBe(32);
    expect(lines).toContain('  规格: 大杯 | 温度: 正常冰 |');
    expect(lines).toContain('  糖度: 正常糖');
  });

  it('keeps every line of ASCII, CJK and markup signs as it stands', () => {
    const sign = fc.constantFrom(...'aZ09 \\{|}_"`^~-=#:;珍奶茶，。￥é'.split('').filter((c) => c !== 'é'));
    const line = fc
      .array(sign, { maxLength: 48 })
      .map((signs) => signs.join('').trimEnd())
      .filter((text) => textColumns(text) <= 48);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom(...sets), (lines, set) => {
        fc.pre(lines.some((text) => text !== ''));
        expect(paper(`${lines.join('\n')}\n`, set)).toBe(`${lines.join('\n')}\n`);
      }),
      { numRuns: 300 },
    );
  });

  it('lets no control byte of the text through: a note cannot command the printer', () => {
    const bytes = encodeReceipt({ content: { text: 'a\x1bp\x00\x19\x19b\x10\x14\x01\x00\x05\x1dV\x00' } });
    expect(includes(bytes, [0x1b, 0x70])).toBe(false);
    expect(includes(bytes, [0x10, 0x14])).toBe(false);
    expect(includes(bytes, [0x1d, 0x56, 0x00])).toBe(false);
  });

  it('shows what a printer has no glyph for as a box, and drops joiners', () => {
    expect(paper('茶😀\u200d喝 ¥5', 'escpos')).toBe('茶□喝 ￥5\n');
  });

  it('prints markup: columns, sizes and money that the printer can show', () => {
    const markup = '^茶 😀|\n-\n奶茶|  ¥12.00';
    const [sheet] = renderSheets(encodeReceipt({ content: { markup } }), 80);
    const lines = (sheet ? sheetText(sheet) : '').split('\n');
    expect(lines[0]?.trim()).toBe('茶 □');
    expect(lines[1]).toBe('─'.repeat(48));
    expect(lines[2]).toMatch(/奶茶 +￥12[.]00$/);
  });

  it('switches automatic status on behind ESC @ and asks nothing by itself', () => {
    for (const commandSet of sets) {
      const bytes = encodeReceipt({ content: { text: 'x' }, commandSet });
      expect([...bytes.subarray(0, 5)]).toEqual([0x1b, 0x40, 0x1d, 0x61, 0xff]);
      expect(includes(bytes, [0x1d, 0x61, 0x00])).toBe(false);
      expect(includes(bytes, [0x1d, 0x72])).toBe(false);
    }
  });

  it('cuts at the end unless told otherwise', () => {
    const cut = [0x1d, 0x56, 0x42, 0x00];
    expect(includes(encodeReceipt({ content: { text: 'x' } }), cut)).toBe(true);
    expect(includes(encodeReceipt({ content: { text: 'x' }, cut: false }), cut)).toBe(false);
    expect(includes(encodeReceipt({ content: { text: '=====' }, cut: false }), cut)).toBe(false);
  });

  it('disables real-time commands before a raster, and only there', () => {
    const disable = [0x1d, 0x28, 0x44, 5, 0, 0x14, 1, 0, 2, 0];
    const markup = '{code:https://example.com;option:qrcode,4,m}';
    expect(includes(encodeReceipt({ content: { markup } }), disable)).toBe(true);
    expect(includes(encodeReceipt({ content: { text: 'x' } }), disable)).toBe(false);
  });

  it('prints to Star in its own mode: its words, none of ESC/POS’s, the text as GB18030', () => {
    const bytes = encodeReceipt({ content: { text: GOLDEN }, commandSet: 'star', drawer: true });
    expect(includes(bytes, [0x1b, 0x64, 0x33])).toBe(true);
    expect(includes(bytes, [0x1d, 0x61, 0xff])).toBe(false);
    // 珍珠奶茶
    expect(includes(bytes, [0xd5, 0xe4, 0xd6, 0xe9, 0xc4, 0xcc, 0xb2, 0xe8])).toBe(true);
    expect([...bytes.subarray(-5)]).toEqual([0x1b, 0x07, 5, 5, 0x07]);
  });

  it('opens the drawer behind the paper, when asked to', () => {
    const content = { text: 'x\n' };
    expect([...encodeReceipt({ content, drawer: true }).subarray(-5)]).toEqual([0x1b, 0x70, 0, 25, 125]);
    expect(includes(encodeReceipt({ content }), [0x1b, 0x70])).toBe(false);
  });
});
