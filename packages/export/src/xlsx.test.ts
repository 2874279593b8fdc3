import { describe, expect, it } from 'vitest';
import { columnLetters } from './sheet.ts';
import type { Cell, Table } from './table.ts';
import { readSheet, readZip } from './testing/index.ts';
import { sheetName } from './workbook-parts.ts';
import { xlsxOf } from './xlsx.ts';

const table = (rows: AsyncIterable<readonly Cell[]>): Table => ({
  name: '重复题目',
  zone: 'Asia/Shanghai',
  columns: [{ header: 'id', width: 8 }, { header: 'text', width: 60 }, { header: 'at' }],
  rows,
});

async function* rowsOf(rows: readonly (readonly Cell[])[]) {
  yield* rows;
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe('XLSX', () => {
  it('holds texts as texts, numbers as numbers, moments as local days', async () => {
    const at = new Date(Date.UTC(2025, 0, 1, 4));
    const file = await bytesOf(
      xlsxOf(
        table(
          rowsOf([
            [1, '=1+1 <b>&"x"</b>', at],
            [2.5, 'a\u0008b _x0041_ \uD800', null],
            [3, '', true],
          ]),
        ),
      ),
    );
    expect(readSheet(file)).toEqual([
      ['id', 'text', 'at'],
      ['1', '=1+1 <b>&"x"</b>', '45658.5'],
      ['2.5', 'a\u0008b _x0041_ \uFFFD'],
      ['3', '', '1'],
    ]);
  });

  it('has the parts of a workbook, a frozen header and the same bytes each time', async () => {
    const make = () => bytesOf(xlsxOf(table(rowsOf([[1, 'x', null]]))));
    const file = await make();
    const parts = readZip(file);
    expect([...parts.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    expect(parts.get('xl/workbook.xml')).toContain('name="重复题目"');
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain('state="frozen"');
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain(
      '<col min="2" max="2" width="60" customWidth="1"/>',
    );
    expect(await make()).toEqual(file);
  });

  it('goes on on a second sheet when the first is full', async () => {
    const file = await bytesOf(xlsxOf(table(rowsOf([[1], [2], [3], [4], [5]])), { mostRows: 3 }));
    expect([1, 2, 3].map((number) => readSheet(file, number).slice(1).flat())).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5'],
    ]);
    expect(readZip(file).get('xl/workbook.xml')).toContain('name="重复题目 2" sheetId="2"');
  });

  it('cuts a text at the bound of a cell, and not through a character', async () => {
    const file = await bytesOf(xlsxOf(table(rowsOf([[1, `${'x'.repeat(32_766)}😀`]]))));
    expect(readSheet(file)[1]![1]).toBe('x'.repeat(32_766));
  });

  it('fails when a row fails', async () => {
    const broken = (async function* () {
      yield [1];
      throw new Error('the query broke');
    })();
    await expect(bytesOf(xlsxOf(table(broken)))).rejects.toThrow('the query broke');
  });

  it('asks for rows as they are read, and lets the rest go when nobody reads on', async () => {
    let taken = 0;
    let closed = false;
    // Texts that do not shrink when packed, so that the file grows with the rows.
    const noise = (seed: number) =>
      Array.from({ length: 200 }, (_, at) =>
        String.fromCharCode(0x4e00 + ((seed * 7_919 + at * at * 104_729) % 20_000)),
      );
    const rows = (async function* () {
      try {
        for (; taken < 50_000; taken++) yield [taken, noise(taken).join('')];
      } finally {
        closed = true;
      }
    })();
    const pieces = xlsxOf(table(rows));
    await pieces.next();
    expect(taken).toBeLessThan(5_000);
    await pieces.return(undefined);
    expect(closed).toBe(true);
  });
});

describe('names', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('column %i is %s', (at, letters) => expect(columnLetters(at)).toBe(letters));

  it('of sheets are what a spreadsheet takes', () => {
    expect(sheetName("'a/b:c*'", 1)).toBe('a b c');
    expect(sheetName('x'.repeat(40), 12)).toBe(`${'x'.repeat(28)} 12`);
    expect(sheetName('', 1)).toBe('Sheet');
  });
});
