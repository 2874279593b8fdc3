import { crc32, deflateSync } from 'node:zlib';
import type { Bitmap } from './sheet.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** A one-bit PNG with black ink on transparent ground (RFC 2083: palette of two, the first transparent). */
export function bitmapPng(bitmap: Bitmap, ink: readonly [number, number, number]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(bitmap.width, 0);
  header.writeUInt32BE(bitmap.height, 4);
  header.set([1, 3, 0, 0, 0], 8);
  const row = (bitmap.width + 7) >> 3;
  const rows = Buffer.alloc((row + 1) * bitmap.height);
  for (let y = 0; y < bitmap.height; y++) {
    rows.set(bitmap.bits.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from([255, 255, 255, ...ink])),
    chunk('tRNS', Buffer.from([0])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
