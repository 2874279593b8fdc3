import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandParser } from './command-parser.ts';
import { Interpreter } from './interpreter.ts';
import type { Action } from './interpreter.ts';
import { renderSheets } from './render.ts';
import type { Block, Sheet } from './sheet.ts';
import { sheetSvg } from './sheet-svg.ts';
import { sheetText } from './sheet-text.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

const cut = '\x1dV\x00';
const gb = [0xb2, 0xe8]; // 茶

function sheet(...parts: readonly (string | readonly number[])[]): Sheet {
  const [first] = renderSheets(bytes(...parts), 80);
  if (!first) throw new Error('nothing was printed');
  return first;
}

function ofKind<K extends Block['is']>(from: Sheet, is: K): Extract<Block, { is: K }> {
  const found = from.blocks.find((block) => block.is === is);
  return found as Extract<Block, { is: K }>;
}

describe('virtual printer: text', () => {
  it('reads GB18030 as a Chinese printer does from power-on', () => {
    expect(sheetText(sheet(gb, ' x1\n', cut))).toBe('茶 x1\n');
  });

  it('reads UTF-8 where the document chose no mode', () => {
    expect(sheetText(sheet([...Buffer.from('奶茶 ¥5\n')], cut))).toBe('奶茶 ¥5\n');
  });

  it('reads GB18030 after FS &, though the bytes be valid UTF-8', () => {
    const both = [0xc4, 0xa3]; // 模 in GB18030, ģ in UTF-8
    expect(sheetText(sheet('\x1c&', both, '\n'))).toBe('模\n');
    expect(sheetText(sheet(both, '\n'))).toBe('ģ\n');
  });

  it('keeps columns by absolute position, alignment and tabs', () => {
    expect(sheetText(sheet('a\x1b$\x78\x00b\n'))).toBe('a         b\n');
    expect(sheetText(sheet('\x1ba\x02right\n'))).toBe(`${' '.repeat(43)}right\n`);
    expect(sheetText(sheet('\x1ba\x01', gb, '\n'))).toBe(`${' '.repeat(23)}茶\n`);
    expect(sheetText(sheet('a\tb\n'))).toBe('a       b\n');
  });

  it('wraps at the edge of the paper', () => {
    expect(sheetText(sheet(`${'x'.repeat(50)}\n`))).toBe(`${'x'.repeat(48)}\nxx\n`);
  });

  it('knows size, weight, underline and inversion, and forgets them at ESC @', () => {
    const styled = sheet('\x1d!\x11\x1bE\x01\x1b-\x01\x1dB\x01A\x1b@', 'A\x1d!\x00\n', 'B\n');
    const styles = styled.blocks.flatMap((block) =>
      block.is === 'line' ? block.runs.map((run) => run.style) : [],
    );
    // ESC @ clears the line it stands on, as printers do.
    expect(styles).toHaveLength(2);
    const big = sheet('\x1d!\x11\x1bE\x01\x1b-\x01\x1dB\x01A\n');
    expect(ofKind(big, 'line').runs[0]?.style).toEqual({
      bold: true,
      underline: true,
      inverted: true,
      wide: 2,
      high: 2,
    });
    expect(ofKind(big, 'line').height).toBe(48);
  });
});

describe('virtual printer: paper', () => {
  it('ends a sheet at a cut, and makes none of feeds alone', () => {
    const sheets = renderSheets(bytes('one\n', cut, '\x1bd\x03', cut, 'two'), 80);
    expect(sheets.map((one) => [sheetText(one), one.cut])).toEqual([
      ['one\n', true],
      ['two\n', false],
    ]);
  });

  it('shows rasters, also those of GS 8 L, dot for dot', () => {
    const raster = ofKind(sheet('\x1dv0\x00\x01\x00\x02\x00', [0x80, 0x01], cut), 'bitmap').bitmap;
    expect([raster.width, raster.height, ...raster.bits]).toEqual([8, 2, 0x80, 0x01]);
    const stored = sheet(
      '\x1d8L',
      [11, 0, 0, 0, 48, 112, 48, 1, 1, 49, 8, 0, 1, 0, 0xaa],
      '\x1d(L',
      [2, 0, 48, 50],
      cut,
    );
    expect([...ofKind(stored, 'bitmap').bitmap.bits]).toEqual([0xaa]);
  });

  it('draws QR and bar codes, and labels what it cannot draw', () => {
    const qr = (data: string): string =>
      `\x1d(k${String.fromCharCode(data.length + 3, 0)}1P0${data}\x1d(k\x03\x001Q0`;
    expect(sheetText(sheet(qr('hello'), cut))).toBe('[QR hello]\n');
    const ean = sheet('\x1dk\x02490123456789\x00', cut);
    expect(sheetText(ean)).toBe('[EAN-13 490123456789]\n');
    expect(sheetSvg(ean, 80)).toContain('<path transform');
    const wrong = sheet('\x1dk\x02abc\x00', cut);
    expect(sheetSvg(wrong, 80)).toContain('EAN-13</text>');
    expect(sheetText(sheet('\x1dkI\x06{BAB{C', [0x0c], cut))).toContain('[CODE128 AB');
  });

  it('makes safe SVG of hostile text', () => {
    const svg = sheetSvg(sheet('<script>&"\x7f\n'), 80);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;&amp;&quot;');
  });
});

describe('virtual printer: conversation', () => {
  function actions(...parts: readonly string[]): Action[] {
    const interpreter = new Interpreter(576);
    return new CommandParser().push(bytes(...parts)).flatMap((token) => interpreter.run(token));
  }

  it('hears status, confirmation and drawer commands', () => {
    expect(actions('\x1da\xff\x1dr1\x1d(H\x06\x0000ab~ \x1bp\x00\x19\x19')).toEqual([
      { is: 'status-back', on: true },
      { is: 'ask-consumed' },
      { is: 'ask-printed', id: 'ab~ ' },
      { is: 'drawer' },
    ]);
  });

  it('takes commands inside a raster for dots', () => {
    expect(actions('\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01', '\x1dr1')).toEqual([{ is: 'ask-consumed' }]);
  });
});

describe('virtual printer: bounds', () => {
  it('prints the same whatever pieces the bytes arrive in', () => {
    const document = bytes(
      '\x1b@\x1ca\x1c&',
      gb,
      '1\n\x1d!\x11',
      gb,
      '\n\x1dv0\x00\x01\x00\x02\x00',
      [1, 2],
      'x\n',
      cut,
      'y',
    );
    const whole = renderSheets(document, 80).map(sheetText);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (sizes) => {
        const parser = new CommandParser();
        const interpreter = new Interpreter(576);
        const said: Action[] = [];
        for (let at = 0, turn = 0; at < document.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          for (const token of parser.push(document.subarray(at, at + size)))
            said.push(...interpreter.run(token));
          at += size;
        }
        for (const token of parser.end()) said.push(...interpreter.run(token));
        said.push(...interpreter.end(false));
        expect(said.flatMap((one) => (one.is === 'sheet' ? [sheetText(one.sheet)] : []))).toEqual(whole);
      }),
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        for (const one of renderSheets(noise, 58)) expect(sheetSvg(one, 58)).toMatch(/^<svg.*<\/svg>$/s);
      }),
      { numRuns: 500 },
    );
  });

  it('passes over a command that claims gigabytes, without keeping them', () => {
    const parser = new CommandParser();
    const head = parser.push(bytes('\x1d8L', [0xff, 0xff, 0xff, 0x7f, 48, 112]));
    expect(head).toEqual([{ is: 'oversized', name: 'GS 8', size: 0x7fffffff + 7 }]);
    expect(parser.push(new Uint8Array(1_000_000).fill(0x41))).toEqual([]);
    expect(parser.end()).toEqual([]);
  });

  it('cuts a document that never ends', () => {
    const endless = renderSheets(bytes('x\n'.repeat(25_000)), 80);
    expect(endless.length).toBeGreaterThan(1);
    for (const one of endless) expect(one.blocks.length).toBeLessThanOrEqual(20_000);
  });
});
