import type { Watch } from '../types.ts';
import { gramSets } from './gram-sets.ts';

/** Against the rounding of `threshold × size`: a bound too low costs a comparison, one too high loses a pair. */
const SLACK = 1e-9;
const STEPS = 50;

/**
 * All pairs of texts whose 3-gram sets have a Jaccard similarity of `threshold` or more; exact, whatever the order.
 * False: stopped.
 *
 * A prefix filter over an inverted index (Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007; PPJoin, Xiao
 * et al. 2008): two sets that share enough share one of their few rarest grams, so only those are indexed. Texts come
 * smallest set first: a chain of postings, newest first, ends where sets become too small.
 */
export function similarTexts(
  texts: readonly string[],
  threshold: number,
  found: (left: number, right: number, similarity: number) => void,
  watch: Watch = {},
): boolean {
  const stopped = () => watch.stopped?.() ?? false;
  const sets = gramSets(texts, stopped);
  if (sets === undefined) return false;
  const { starts, grams, distinct } = sets;
  const sizeOf = (n: number): number => starts[n + 1]! - starts[n]!;
  const order = Int32Array.from(texts.keys()).sort((a, b) => sizeOf(a) - sizeOf(b) || a - b);

  const indexedShare = (2 * threshold) / (1 + threshold);
  let postings = 0;
  for (const n of order) postings += prefixOf(sizeOf(n), indexedShare);
  const postingText = new Int32Array(postings);
  const postingNext = new Int32Array(postings);
  /** The newest posting of each gram + 1. */
  const heads = new Int32Array(distinct);
  const isCandidate = new Uint8Array(texts.length);
  const candidates = new Int32Array(texts.length);
  let posting = 0;

  for (let step = 0; step < order.length; step++) {
    if (step % 16 === 0 && stopped()) return false;
    if (step % Math.ceil(order.length / STEPS) === 0) watch.progress?.(step / order.length);
    const n = order[step]!;
    const size = sizeOf(n);
    const start = starts[n]!;
    const least = threshold * size - SLACK;
    let count = 0;
    const probed = prefixOf(size, threshold);
    for (let at = start; at < start + probed; at++) {
      for (let p = heads[grams[at]!]! - 1; p >= 0; p = postingNext[p]! - 1) {
        const other = postingText[p]!;
        if (sizeOf(other) < least) break;
        if (isCandidate[other] === 1) continue;
        isCandidate[other] = 1;
        candidates[count++] = other;
      }
    }
    for (let c = 0; c < count; c++) {
      if (c % 1024 === 1023 && stopped()) return false;
      const other = candidates[c]!;
      isCandidate[other] = 0;
      const needed = Math.ceil(indexedShare * 0.5 * (size + sizeOf(other)) - SLACK);
      const shared = overlap(grams, start, starts[n + 1]!, starts[other]!, starts[other + 1]!, needed);
      if (shared < needed) continue;
      const similarity = shared / (size + sizeOf(other) - shared);
      if (similarity >= threshold) found(Math.min(n, other), Math.max(n, other), similarity);
    }
    const indexed = prefixOf(size, indexedShare);
    for (let at = start; at < start + indexed; at++) {
      postingText[posting] = n;
      postingNext[posting] = heads[grams[at]!]!;
      heads[grams[at]!] = ++posting;
    }
  }
  watch.progress?.(1);
  return true;
}

/** Of a set of `size`, how many of the rarest must be looked at so that `share` of it cannot lie in the rest alone. */
const prefixOf = (size: number, share: number): number =>
  size === 0 ? 0 : Math.min(size, size - Math.max(1, Math.ceil(share * size - SLACK)) + 1);

/** What two ascending runs have in common, or something below `needed` as soon as that is out of reach. */
function overlap(
  grams: Int32Array,
  left: number,
  leftEnd: number,
  right: number,
  rightEnd: number,
  needed: number,
): number {
  let shared = 0;
  while (left < leftEnd && right < rightEnd) {
    if (shared + Math.min(leftEnd - left, rightEnd - right) < needed) return shared;
    const difference = grams[left]! - grams[right]!;
    if (difference === 0) shared++;
    if (difference <= 0) left++;
    if (difference >= 0) right++;
  }
  return shared;
}
