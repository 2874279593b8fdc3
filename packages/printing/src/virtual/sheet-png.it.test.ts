import { loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { receiptPng } from '../receipt/preview.ts';
import { GOLDEN } from '../testing/golden.ts';
import { loadCanvas, looksUnlike } from './canvas.ts';
import { AIR, HEAD } from './paper-look.ts';
import type { Sheet } from './sheet.ts';
import { sheetPng } from './sheet-png.ts';

/** How dark a picture is at a dot of its paper, 0 to 255. */
async function darknessOf(png: Uint8Array) {
  const image = await loadImage(Buffer.from(png));
  const canvas = loadCanvas().createCanvas(image.width, image.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  return {
    width: image.width,
    at: (x: number, y: number) => 255 - (data[((y + AIR) * image.width + x + AIR) * 4] ?? 255),
  };
}

describe('a paper as PNG', () => {
  it.each([
    [58, 464],
    [80, 640],
  ])('has a pixel for each dot of a paper of %i mm, with Chinese on it', async (paperWidthMm, dots) => {
    const { width, at } = await darknessOf(receiptPng({ content: { text: GOLDEN }, paperWidthMm }));
    expect(width).toBe(dots + AIR * 2);
    const inked = Array.from({ length: dots }, (_, x) =>
      Array.from({ length: 60 }, (_, y) => at(x, HEAD + y)),
    )
      .flat()
      .filter((dark) => dark > 128);
    // The rule and the name of the shop.
    expect(inked.length).toBeGreaterThan(500);
  });

  it('puts the dots of a bitmap where the printer would', async () => {
    const bits = Uint8Array.of(0b1000_0001, 0b0000_0000);
    const sheet: Sheet = {
      cut: true,
      blocks: [{ is: 'bitmap', x: 8, height: 2, bitmap: { width: 8, height: 2, bits } }],
    };
    const { at } = await darknessOf(sheetPng(sheet, 80));
    const left = (640 - 48 * 12) / 2 + 8;
    const row = (y: number) => Array.from({ length: 8 }, (_, x) => at(left + x, HEAD + y) > 128);
    expect(row(0)).toEqual([true, false, false, false, false, false, false, true]);
    expect(row(1)).toEqual(Array.from({ length: 8 }, () => false));
  });

  it('of any length is within the bounds of a canvas', async () => {
    const endless: Sheet = { cut: true, blocks: [{ is: 'feed', height: 400_000 }] };
    const image = await loadImage(sheetPng(endless, 80));
    expect(image.height).toBeLessThanOrEqual(16_001);
  });
});

it('a machine without Chinese characters is known by its boxes', () => {
  const canvas = loadCanvas();
  expect(looksUnlike(canvas, '\u{10FFFD}', '\u{10FFFC}')).toBe(false);
  expect(looksUnlike(canvas, '驿', '\u{10FFFD}')).toBe(true);
});
