import { createHash } from 'node:crypto';
import type { Question } from '../dedup/index.ts';

/** What the old server found in a group. */
export interface OldFindings {
  readonly exact: readonly (readonly number[])[];
  readonly similar: readonly { readonly a: number; readonly b: number; readonly similarity: number }[];
}

const HASHES = 128;
const BANDS = 16;
const FIXED_THRESHOLD = 0.8;

/**
 * The old server's comparison, faults included: stems alone decide, members of exact groups are never compared again,
 * the asked threshold is ignored, and candidates come from MinHash over a hash that each process salts anew.
 */
export function oldDedup(group: readonly Question[], _threshold: number, salt: string): OldFindings {
  const cleaned = group.map(({ id, content }) => ({ id, text: oldCleaned(content) }));
  const byText = Map.groupBy(cleaned, ({ text }) => text);
  const exact = [...byText.values()]
    .filter((same) => same.length > 1)
    .map((same) => same.map(({ id }) => id));
  const grouped = new Set(exact.flat());
  const left = cleaned
    .filter(({ id }) => !grouped.has(id))
    .map(({ id, text }) => ({ id, grams: gramsOf(text) }));

  const buckets = new Map<string, typeof left>();
  for (const one of left) {
    for (const band of bandsOf(one.grams, salt)) {
      const bucket = buckets.get(band);
      if (bucket) bucket.push(one);
      else buckets.set(band, [one]);
    }
  }
  const similar = new Map<string, OldFindings['similar'][number]>();
  for (const bucket of buckets.values()) {
    for (const [at, one] of bucket.entries()) {
      for (const other of bucket.slice(at + 1)) {
        const similarity = jaccard(one.grams, other.grams);
        if (similarity < FIXED_THRESHOLD) continue;
        const [a, b] = [Math.min(one.id, other.id), Math.max(one.id, other.id)];
        similar.set(`${a} ${b}`, { a, b, similarity });
      }
    }
  }
  return { exact, similar: [...similar.values()] };
}

const oldCleaned = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\u200B-\u200D]/g, '');

function gramsOf(text: string): ReadonlySet<string> {
  const points = Array.from(text);
  if (points.length < 3) return new Set([text]);
  return new Set(points.slice(2).map((third, at) => points[at]! + points[at + 1]! + third));
}

/** 16 bands of 8 of 128 minima: a pair of J = 0.8 shares none with a chance of 5 %. */
function bandsOf(grams: ReadonlySet<string>, salt: string): readonly string[] {
  const minima = new Uint32Array(HASHES).fill(0xffff_ffff);
  for (const gram of grams) {
    const digest = createHash('md5').update(salt).update(gram).digest();
    const [first, second] = [digest.readUInt32LE(0), digest.readUInt32LE(4) | 1];
    for (let n = 0; n < HASHES; n++) {
      const value = mixed(first + Math.imul(n, second));
      if (value < minima[n]!) minima[n] = value;
    }
  }
  const rows = HASHES / BANDS;
  return Array.from(
    { length: BANDS },
    (_, band) => `${band} ${minima.slice(band * rows, (band + 1) * rows).join()}`,
  );
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function jaccard(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((gram) => right.has(gram)).length;
  return shared / (left.size + right.size - shared);
}
