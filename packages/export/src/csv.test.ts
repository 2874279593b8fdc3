import { describe, expect, it } from 'vitest';
import { csvOf, type CsvOptions } from './csv.ts';
import type { Cell } from './table.ts';

async function csv(rows: readonly (readonly Cell[])[], options?: CsvOptions): Promise<string> {
  const table = {
    name: 'x',
    zone: 'Asia/Shanghai',
    columns: [{ header: 'a' }, { header: '题干' }],
    rows: (async function* () {
      yield* rows;
    })(),
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of csvOf(table, options)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('CSV', () => {
  it('quotes what needs it and nothing else', async () => {
    expect(
      await csv([
        ['plain', 'a,b'],
        ['say "hi"', 'two\nlines'],
        [' blank', 'end '],
      ]),
    ).toBe('a,题干\r\nplain,"a,b"\r\n"say ""hi""","two\nlines"\r\n" blank","end "\r\n');
  });

  it('writes numbers, moments, truths and nothing', async () => {
    expect(await csv([[-1.5, new Date(0)], [true, null], [Number.NaN, ''], ['short']])).toBe(
      'a,题干\r\n-1.5,1970-01-01 08:00:00\r\ntrue,\r\n,\r\nshort,\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\n=1', '＝1+1', '＋1', '－1', '＠x'])(
    'disarms the formula %j',
    async (text) => {
      expect(await csv([[text, 'b']])).toMatch(/\r\n"?'/);
    },
  );

  it('begins with a mark for Excel when asked', async () => {
    expect((await csv([], { bom: true })).charCodeAt(0)).toBe(0xfeff);
  });

  it('leaves in pieces and takes no row before it is needed', async () => {
    let taken = 0;
    const rows = (async function* () {
      for (; taken < 10_000; taken++) yield ['x'.repeat(100), taken];
    })();
    const pieces = csvOf({ name: 'x', columns: [{ header: 'a' }, { header: 'b' }], rows });
    await pieces.next();
    expect(taken).toBeLessThan(400);
    await pieces.return(undefined);
    expect((await rows.next()).done).toBe(true);
  });
});
