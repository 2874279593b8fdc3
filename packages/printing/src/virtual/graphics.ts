import type { Bitmap } from './sheet.ts';

/** Wider or taller pictures are cropped: no print head is wider, and no receipt wants more. */
const WIDEST = 1_024;
const TALLEST = 8_192;

/** `GS v 0 m xL xH yL yH data`: a picture, `m` doubles its width (1), height (2) or both (3). */
export function rasterOf(bytes: Uint8Array): Bitmap | null {
  const [, , , m = 0, xL = 0, xH = 0, yL = 0, yH = 0] = bytes;
  const row = xL + xH * 256;
  const source: Bitmap = { width: row * 8, height: yL + yH * 256, bits: bytes.subarray(8) };
  return scale(source, (m & 1) + 1, ((m >> 1) & 1) + 1);
}

/** The graphics commands of `GS ( L` and `GS 8 L`: 112 stores a raster, 50 (or 2) prints what is stored. */
export class GraphicsStore {
  #stored: Bitmap | null = null;

  /** `body`: from `m fn` on. The bitmap that is to be printed now, if the command says so. */
  run(body: Uint8Array): Bitmap | null {
    const [m, fn, , bx = 1, by = 1, , xL = 0, xH = 0, yL = 0, yH = 0] = body;
    if (m !== 48) return null;
    if (fn === 112) {
      const source: Bitmap = {
        width: xL + xH * 256,
        height: yL + yH * 256,
        bits: body.subarray(10),
      };
      this.#stored = scale(source, bx === 2 ? 2 : 1, by === 2 ? 2 : 1);
    }
    if (fn !== 2 && fn !== 50) return null;
    const stored = this.#stored;
    this.#stored = null;
    return stored;
  }
}

/** A copy of its own, cropped to the bounds, each dot repeated; missing bytes are white. */
function scale(source: Bitmap, across: number, down: number): Bitmap | null {
  const width = Math.min(source.width * across, WIDEST);
  const height = Math.min(source.height * down, TALLEST);
  if (width === 0 || height === 0) return null;
  const from = (source.width + 7) >> 3;
  const row = (width + 7) >> 3;
  const bits = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const start = Math.floor(y / down) * from;
    for (let x = 0; x < width; x++) {
      const sx = Math.floor(x / across);
      const dot = ((source.bits[start + (sx >> 3)] ?? 0) >> (7 - (sx & 7))) & 1;
      if (dot) bits[y * row + (x >> 3)] = (bits[y * row + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { width, height, bits };
}
