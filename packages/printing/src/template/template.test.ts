import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textColumns } from '../receipt/columns.ts';
import { encodeReceipt } from '../receipt/encode.ts';
import { renderSheets } from '../virtual/render.ts';
import { sheetText } from '../virtual/sheet-text.ts';
import { DEFAULT_TEMPLATES, SAMPLE_DATA } from './defaults.ts';
import { TEMPLATE_KINDS, type TemplateData, type TemplateKind } from './fields.ts';
import { checkTemplate, fillTemplate } from './fill.ts';
import { previewTemplate } from './preview.ts';

const widths = [
  [58, 32],
  [72, 42],
  [80, 48],
] as const;

function paper(
  kind: TemplateKind,
  data: TemplateData,
  widthMm = 80,
  template = DEFAULT_TEMPLATES[kind],
): string {
  const bytes = encodeReceipt({
    content: { markup: fillTemplate(kind, template, data) },
    paperWidthMm: widthMm,
  });
  return renderSheets(bytes, widthMm).map(sheetText).join('✂');
}

describe('the templates that are there', () => {
  it.each(TEMPLATE_KINDS)('%s has no faults, and its sample order fits the paper', (kind) => {
    expect(checkTemplate(kind, DEFAULT_TEMPLATES[kind])).toEqual([]);
    for (const [widthMm] of widths) expect(paper(kind, SAMPLE_DATA, widthMm)).toContain('珍珠奶茶');
    expect(previewTemplate(kind, DEFAULT_TEMPLATES[kind])).toMatch(/^<svg/);
  });

  it.each(widths)(
    'on %i mm a price ends in column %i, whatever the width of its name',
    (widthMm, columns) => {
      const lines = paper('order', SAMPLE_DATA, widthMm).split('\n');
      const priced = lines.filter((line) => line.endsWith('.00') && line.includes(' x '));
      expect(priced).toHaveLength(2);
      for (const line of priced) expect(textColumns(line)).toBe(columns);
    },
  );

  it('a kitchen ticket has no prices, and none can be put on it', () => {
    expect(paper('kitchen', SAMPLE_DATA)).not.toMatch(/￥|43\.00|25\.00/);
    expect(checkTemplate('kitchen', '{{total}}\n{{#items}}{{price}}{{/items}}')).toMatchObject([
      { line: 1, code: 'UNKNOWN_FIELD', name: 'total' },
      { line: 2, code: 'UNKNOWN_FIELD', name: 'price' },
    ]);
  });

  it.each(widths)(
    'on %i mm the time of a kitchen ticket stands in one line, its copy at the end',
    (widthMm, columns) => {
      const line = paper('kitchen', SAMPLE_DATA, widthMm)
        .split('\n')
        .find((one) => one.includes('10:30:00'));
      expect(line).toMatch(/^2025-07-14 10:30:00 +1\/1$/);
      expect(textColumns(line ?? '')).toBe(columns);
    },
  );

  it('a paper that was printed before says so, and how often', () => {
    expect(paper('order', { ...SAMPLE_DATA, reprint: 2 })).toMatch(/补打 \/ REPRINT 2/);
    expect(paper('order', { ...SAMPLE_DATA, reprint: 0 })).not.toMatch(/REPRINT/);
  });

  it('draws the QR code and the bar code', () => {
    expect(paper('order', SAMPLE_DATA)).toMatch(/\[image (\d+)x\1\]/);
    expect(paper('receipt', SAMPLE_DATA)).toContain('[CODE128 456]');
  });

  it('cuts once behind a receipt, and between labels', () => {
    expect(paper('order', SAMPLE_DATA)).not.toContain('✂');
    const labels = paper('label', SAMPLE_DATA).split('✂');
    expect(labels.map((text) => text.split('\n')[0])).toEqual(['珍珠奶茶', 'Americano']);
  });
});

describe('filling in', () => {
  it('leaves out the lines about what is not there, of an item as of the order', () => {
    const template =
      '{{#items}}\n|{{name}}|\n{{#notes}}\n|n {{notes}}|\n{{/notes}}\n{{/items}}\n{{^link}}\n|no link|\n{{/link}}\n';
    const data = {
      notes: 'order',
      items: [
        { name: 'a', quantity: 1 },
        { name: 'b', quantity: 1, notes: 'x' },
      ],
    };
    expect(fillTemplate('order', template, data)).toBe('|a|\n|b|\n|n x|\n|no link|\n');
  });

  it('reads nothing of a value as markup: what a customer writes is printed as it stands', () => {
    const sign = fc.constantFrom(...'ab \\{|}_"`^~=:;-珍'.split(''), '{{shop}}', '{code:1}');
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1, maxLength: 10 }), (signs) => {
        const name = signs.join('');
        const shown = name.replaceAll(/\s+/g, ' ').trim();
        fc.pre(shown !== '' && textColumns(shown) <= 46);
        expect(paper('label', { text: name }, 80, '|{{text}} |\n')).toBe(`${shown}\n`);
      }),
      { numRuns: 300 },
    );
  });
});

describe('checking', () => {
  it.each([
    ['a\n{{prize}}', { line: 2, code: 'UNKNOWN_FIELD', name: 'prize' }],
    ['{{name}}', { line: 1, code: 'UNKNOWN_FIELD', name: 'name' }],
    ['{{items}}', { line: 1, code: 'UNKNOWN_FIELD', name: 'items' }],
    ['a\n{{#items}}\nb', { line: 2, code: 'SECTION_OPEN', name: 'items' }],
    ['{{/items}}', { line: 1, code: 'SECTION_UNOPENED', name: 'items' }],
    ['{{#items}}\n\n{{#items}}{{/items}}\n{{/items}}', { line: 3, code: 'NESTED_ITEMS', name: 'items' }],
    ['x'.repeat(20_001), { line: 1, code: 'TOO_LONG', name: '' }],
  ])('finds the fault and its line', (template, fault) => {
    expect(checkTemplate('order', template)).toEqual([fault]);
  });

  it('finds all of them, and keeps ReceiptLine’s own braces', () => {
    expect(checkTemplate('order', '{{a}}{{b}}')).toHaveLength(2);
    expect(checkTemplate('order', '{width:auto}\n{code:{{order}};option:qrcode}')).toEqual([]);
  });
});
