import { describe, expect, it } from 'vitest';
import { documentOf } from './print.ts';
import { SAMPLES } from './samples.ts';
import { guess, sheetOf } from './sheet.ts';
import { fit } from './sheets/markup.ts';

const NOW = new Date(2026, 10, 21, 9, 5);
const print = (payload: Record<string, unknown>) => sheetOf(payload, NOW);

describe('a template is chosen', () => {
  it.each<[unknown, string]>([
    ['hello', 'plain'],
    [['a', 'b'], 'plain'],
    [null, 'plain'],
    [{ anything: 1 }, 'plain'],
    ['https://shop.example/a.png', 'picture'],
    ['data:image/png;base64,AA==', 'picture'],
    [{ picture: 'https://shop.example/a' }, 'picture'],
    [{ collection: 'x' }, 'text'],
    [{ 床次: 12 }, 'text'],
    [{ qr: 'x', 品名: 'y' }, 'qr'],
    [{ qr: 'x', 总扎数: 9 }, 'form'],
  ])('from the data: %j', (data, template) => {
    expect(guess(data)).toBe(template);
  });

  it('by the job, before that', () => {
    expect(print({ printData: { qr: 'x' }, template: 'text' }).template).toBe('text');
    expect(print({ printData: { qr: 'x', template: 'form' } }).template).toBe('form');
    expect(print({ printData: 'x', template: 'nonsense' }).template).toBe('plain');
  });

  it('of data under any name, also of an object in a text', () => {
    expect(print({ name: '{"collection":"A"}' })).toEqual(print({ printData: { collection: 'A' } }));
    expect(print({ text: 'x' }).html).toContain('text：x');
  });
});

describe('a sheet', () => {
  it.each(SAMPLES)('$template has its paper and all of its data', (sample) => {
    const sheet = print(sample);
    expect(sheet.template).toBe(sample.template);
    const { printData: data } = sample;
    const values =
      typeof data === 'string' ? data.split('\n') : Object.entries(data as Record<string, string>);
    // Colour and size share a line, and the code is a picture.
    const shown = values.map((value) => (Array.isArray(value) ? value : ['', value]));
    const texts = shown
      .filter(([name]) => !['qr', 'colour', 'size'].includes(name!))
      .map(([, text]) => text!);
    expect(texts.filter((text) => !sheet.html.includes(text))).toEqual([]);
    expect(sheet.html.includes('<svg')).toBe(shown.some(([name]) => name === 'qr'));
    expect(documentOf(sheet)).toContain(`@page{size:${sheet.width}mm ${sheet.height}mm;margin:0}`);
  });

  it('reads fields by their Chinese and their English names alike', () => {
    expect(print({ printData: { 床号: 12, 扎号: '037', 部位: '左' }, template: 'text' }).html).toBe(
      print({ printData: { bed: 12, bundle: '037', part: '左' }, template: 'text' }).html,
    );
  });

  it('fills the form’s printing time from the clock when the data has none', () => {
    expect(print({ printData: { layers: 1 } }).html).toContain('打印时间：2026-11-21 09:05');
    expect(print({ printData: { layers: 1, 打印时间: '昨天' } }).html).toContain('打印时间：昨天');
  });

  it('lets no value out of its place', () => {
    const evil = `<img src=x onerror="a">&'`;
    for (const template of ['plain', 'text', 'qr', 'form', 'picture']) {
      const { html } = print({
        template,
        printData: { collection: evil, qr: evil, lines: [evil], note: evil },
      });
      expect(html).not.toContain('<img src=x');
    }
    expect(print({ printData: { picture: 'javascript:alert(1)' } }).template).toBe('plain');
  });

  it('makes a line smaller rather than cutting it', () => {
    expect(fit('短', 24, 147)).toBe(24);
    expect(fit('一二三四五六七八九十', 24, 147)).toBeCloseTo(14.7);
  });

  it('has an end, whatever its text', () => {
    expect(print({ printData: 'x\n'.repeat(100_000) }).height).toBe(2_000);
  });
});
