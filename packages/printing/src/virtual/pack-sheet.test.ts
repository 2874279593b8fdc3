import { expect, it } from 'vitest';
import { encodeReceipt } from '../receipt/encode.ts';
import { GOLDEN } from '../testing/golden.ts';
import { packSheet, unpackSheet } from './pack-sheet.ts';
import { renderSheets } from './render.ts';
import { sheetSvg } from './sheet-svg.ts';
import type { Sheet } from './sheet.ts';

it('gives back a receipt as it was, of about a kilobyte', async () => {
  const [sheet] = renderSheets(encodeReceipt({ content: { text: GOLDEN } }), 80);
  const packed = await packSheet(sheet!);
  expect(packed.length).toBeLessThan(2_000);
  expect(await unpackSheet(packed)).toEqual(sheet);
});

it('gives back pictures and codes, to the dot', async () => {
  // `GS v 0`: a raster of 16 by 2 dots; `GS ( k`: a QR code; no cut.
  const raster = [0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, 0b10110001, 0xff, 0, 0x0f];
  const store = [0x1d, 0x28, 0x6b, 5, 0, 49, 80, 48, 0x41, 0x42];
  const print = [0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48];
  const [sheet] = renderSheets(Uint8Array.from([...raster, ...store, ...print]), 58);
  expect(sheet!.blocks.map(({ is }) => is)).toEqual(['bitmap', 'symbol']);
  const again = await unpackSheet(await packSheet(sheet!));
  expect(again).toEqual(sheet);
  expect(sheetSvg(again, 58)).toBe(sheetSvg(sheet!, 58));
});

it('takes bits that came straight from a socket', async () => {
  const bits = Buffer.from([1, 2, 3]);
  const bitmap = { width: 8, height: 3, bits };
  const sheet: Sheet = { blocks: [{ is: 'bitmap', x: 0, bitmap, height: 3 }], cut: true };
  const [block] = (await unpackSheet(await packSheet(sheet))).blocks;
  expect(block).toMatchObject({ bitmap: { bits: Uint8Array.of(1, 2, 3) } });
});

it.each(['', 'AAAA', 'not base64 at all'])('rejects what it has not made: %j', async (text) => {
  await expect(unpackSheet(text)).rejects.toThrow(/unexpected|invalid|JSON/i);
});
