import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Block, Sheet } from './sheet.ts';

type Packed = Exclude<Block, { is: 'bitmap' }> | PackedBitmap;
interface PackedBitmap {
  readonly is: 'bitmap';
  readonly x: number;
  readonly height: number;
  readonly bitmap: { readonly width: number; readonly height: number; readonly bits: string };
}

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** A sheet as text to be put away: JSON, deflated, in base64. A receipt takes about a kilobyte. */
export async function packSheet({ blocks, cut }: Sheet): Promise<string> {
  const packed = { cut, blocks: blocks.map(pack) };
  return (await deflate(JSON.stringify(packed))).toString('base64');
}

/** Rejects what `packSheet` has not made. */
export async function unpackSheet(text: string): Promise<Sheet> {
  const json = (await inflate(Buffer.from(text, 'base64'))).toString();
  const { cut, blocks } = JSON.parse(json) as { readonly cut: boolean; readonly blocks: readonly Packed[] };
  return { cut, blocks: blocks.map(unpack) };
}

function pack(block: Block): Packed {
  if (block.is !== 'bitmap') return block;
  const { bits, ...size } = block.bitmap;
  return { ...block, bitmap: { ...size, bits: Buffer.from(bits).toString('base64') } };
}

function unpack(block: Packed): Block {
  if (block.is !== 'bitmap') return block;
  const { bits, ...size } = block.bitmap;
  return { ...block, bitmap: { ...size, bits: new Uint8Array(Buffer.from(bits, 'base64')) } };
}
