import type { Steps } from '../steps.ts';
import type { Watch } from '../types.ts';
import { gramSets, type GramSets } from './gram-sets.ts';

/** Against the rounding of `threshold × size`: a bound too low costs a comparison, one too high loses a pair. */
const SLACK = 1e-9;
const STEPS = 50;

/** What need not be found: by itself the search finds everything. */
export interface Limits {
  /**
   * So many pairs of each text with earlier ones at most, those with the rarest grams in common and nearest in size. A
   * text that has more is told to `cut` before its first pair, with how many more there are, about.
   */
  readonly most?: number;
  readonly cut?: (later: number, more: number) => void;
  /** False: this pair does not matter. */
  readonly wanted?: (later: number, earlier: number) => boolean;
}

/**
 * All pairs of texts whose 3-gram sets have a Jaccard similarity of `threshold` or more; exact, whatever the order.
 * Texts are taken smallest set first and each is compared with those before it: `found` is called with the later one
 * and the earlier one. False: stopped.
 *
 * A prefix filter over an inverted index (Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007; PPJoin, Xiao
 * et al. 2008): two sets that share enough share one of their few rarest grams, so only those are indexed. A chain of
 * postings, newest first, ends where sets become too small.
 */
export function* similarTexts(
  texts: readonly string[],
  threshold: number,
  found: (later: number, earlier: number, similarity: number) => void,
  watch: Watch = {},
  { most = Infinity, cut, wanted }: Limits = {},
): Steps<boolean> {
  const stopped = () => watch.stopped?.() ?? false;
  const sets = gramSets(texts, stopped);
  if (sets === undefined) return false;
  const { starts, grams, distinct } = sets;
  const sizeOf = (n: number): number => starts[n + 1]! - starts[n]!;
  const order = bySize(sets);

  const indexedShare = (2 * threshold) / (1 + threshold);
  let postings = 0;
  for (const n of order) postings += prefixOf(sizeOf(n), indexedShare);
  const postingText = new Int32Array(postings);
  const postingNext = new Int32Array(postings);
  /** The newest posting of each gram + 1, and how many it has. */
  const heads = new Int32Array(distinct);
  const lengths = new Int32Array(distinct);
  const isSeen = new Uint8Array(texts.length);
  const seenTexts = new Int32Array(texts.length);
  const pairTexts = new Int32Array(Math.min(most, texts.length));
  const similarities = new Float64Array(pairTexts.length);
  let posting = 0;
  let looks = 0;

  for (let step = 0; step < order.length; step++) {
    if (step % 16 === 0 && stopped()) return false;
    if (step % Math.ceil(order.length / STEPS) === 0) yield step / order.length;
    const n = order[step]!;
    const size = sizeOf(n);
    const start = starts[n]!;
    const least = threshold * size - SLACK;
    const probed = prefixOf(size, threshold);
    let seen = 0;
    let pairs = 0;
    search: for (let at = start; at < start + probed; at++) {
      for (let p = heads[grams[at]!]! - 1; p >= 0; p = postingNext[p]! - 1) {
        if (++looks % 4_096 === 0 && stopped()) return false;
        const other = postingText[p]!;
        const otherSize = sizeOf(other);
        if (otherSize < least) break;
        if (isSeen[other] === 1) continue;
        isSeen[other] = 1;
        seenTexts[seen++] = other;
        if (wanted && !wanted(n, other)) continue;
        const needed = Math.ceil(indexedShare * 0.5 * (size + otherSize) - SLACK);
        const shared = overlap(grams, start, starts[n + 1]!, starts[other]!, starts[other + 1]!, needed);
        if (shared < needed) continue;
        const similarity = shared / (size + otherSize - shared);
        if (similarity < threshold) continue;
        if (pairs === most) {
          cut?.(n, Math.max(1, longestChain(grams, lengths, start, probed) - pairs));
          break search;
        }
        pairTexts[pairs] = other;
        similarities[pairs++] = similarity;
      }
    }
    for (let at = 0; at < seen; at++) isSeen[seenTexts[at]!] = 0;
    for (let at = 0; at < pairs; at++) found(n, pairTexts[at]!, similarities[at]!);
    const indexed = prefixOf(size, indexedShare);
    for (let at = start; at < start + indexed; at++) {
      const gram = grams[at]!;
      postingText[posting] = n;
      postingNext[posting] = heads[gram]!;
      heads[gram] = ++posting;
      lengths[gram]!++;
    }
  }
  return true;
}

/** Smallest set first, equal ones in their order: a counting sort. */
function bySize({ starts }: GramSets): Int32Array {
  const texts = starts.length - 1;
  let largest = 0;
  for (let n = 0; n < texts; n++) largest = Math.max(largest, starts[n + 1]! - starts[n]!);
  const next = new Int32Array(largest + 2);
  for (let n = 0; n < texts; n++) next[starts[n + 1]! - starts[n]! + 1]!++;
  for (let size = 1; size < next.length; size++) next[size]! += next[size - 1]!;
  const order = new Int32Array(texts);
  for (let n = 0; n < texts; n++) order[next[starts[n + 1]! - starts[n]!]!++] = n;
  return order;
}

/** Of a set of `size`, how many of the rarest must be looked at so that `share` of it cannot lie in the rest alone. */
const prefixOf = (size: number, share: number): number =>
  size === 0 ? 0 : Math.min(size, size - Math.max(1, Math.ceil(share * size - SLACK)) + 1);

function longestChain(grams: Int32Array, lengths: Int32Array, start: number, probed: number): number {
  let longest = 0;
  for (let at = start; at < start + probed; at++) longest = Math.max(longest, lengths[grams[at]!]!);
  return longest;
}

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
