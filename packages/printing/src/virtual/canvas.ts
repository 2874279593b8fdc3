import { createRequire } from 'node:module';
import type * as Canvas from '@napi-rs/canvas';
import { RenderRefused } from '../render/render-refused.ts';

type CanvasModule = typeof Canvas;

let loaded: CanvasModule | undefined;
let canWriteChinese: boolean | undefined;

/**
 * Skia, which comes as a binary for each platform: loaded with the first picture, since everything else goes without.
 * Throws RENDER_NO_CANVAS, and RENDER_NO_FONT where no font of this machine has Chinese characters.
 */
export function loadCanvas(): CanvasModule {
  loaded ??= load();
  canWriteChinese ??= looksUnlike(loaded, '驿', NO_CHARACTER);
  if (!canWriteChinese) throw new RenderRefused('RENDER_NO_FONT', 'no font here has Chinese characters');
  return loaded;
}

function load(): CanvasModule {
  try {
    return createRequire(import.meta.url)('@napi-rs/canvas') as CanvasModule;
  } catch (error) {
    throw new RenderRefused('RENDER_NO_CANVAS', String(error));
  }
}

/** Never assigned: every font shows its box for what it does not have. */
const NO_CHARACTER = '\u{10FFFD}';

/** What a machine can write is seen by writing it: the names of its fonts say nothing of what is in them. */
export function looksUnlike(canvas: CanvasModule, one: string, other: string): boolean {
  return !draw(canvas, one).equals(draw(canvas, other));
}

function draw({ createCanvas }: CanvasModule, sign: string): Buffer {
  const sheet = createCanvas(32, 32);
  const pen = sheet.getContext('2d');
  pen.font = '24px sans-serif';
  pen.fillText(sign, 2, 26);
  return sheet.toBuffer('image/png');
}
