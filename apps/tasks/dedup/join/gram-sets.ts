import { GramTable } from './gram-table.ts';

/** The sets of 3-grams of many texts, one behind the other: text `n` has `grams[starts[n]]` to `grams[starts[n + 1] - 1]`. */
export interface GramSets {
  readonly starts: Int32Array;
  /** Ascending in each set, the rarest gram of all texts first: a set's start tells most about it. */
  readonly grams: Int32Array;
  /** How many different grams there are. */
  readonly distinct: number;
}

/** The 3-grams of code points of each text; undefined once `stopped` says so. */
export function gramSets(texts: readonly string[], stopped: () => boolean): GramSets | undefined {
  const table = new GramTable();
  const starts = new Int32Array(texts.length + 1);
  let grams = new Int32Array(1 << 12);
  let counts = new Int32Array(1 << 12);
  /** The last text + 1 in which a gram was seen: a set has it once. */
  let seen = new Int32Array(1 << 12);
  let end = 0;
  for (let n = 0; n < texts.length; n++) {
    if (n % 256 === 0 && stopped()) return undefined;
    const text = texts[n]!;
    grams = roomFor(grams, end + text.length + 1);
    counts = roomFor(counts, table.size + text.length + 1);
    seen = roomFor(seen, table.size + text.length + 1);
    const add = (gram: number): void => {
      if (seen[gram] === n + 1) return;
      seen[gram] = n + 1;
      counts[gram]!++;
      grams[end++] = gram;
    };
    let [first, second] = [-1, -1];
    for (let at = 0; at < text.length;) {
      const point = text.codePointAt(at)!;
      at += point > 0xffff ? 2 : 1;
      if (first !== -1) add(table.numberOf(first, second, point));
      else if (at >= text.length) add(second === -1 ? table.numberOf(point) : table.numberOf(second, point));
      first = second;
      second = point;
    }
    starts[n + 1] = end;
  }
  const ranks = ranksOf(counts, table.size);
  for (let at = 0; at < end; at++) grams[at] = ranks[grams[at]!]!;
  for (let n = 0; n < texts.length; n++) {
    if (n % 256 === 0 && stopped()) return undefined;
    grams.subarray(starts[n], starts[n + 1]).sort();
  }
  return { starts, grams: grams.subarray(0, end), distinct: table.size };
}

function roomFor(array: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  if (size <= array.length) return array;
  const larger = new Int32Array(Math.max(size, array.length * 2));
  larger.set(array);
  return larger;
}

/** Each gram's place when sorted by how many texts have it: a counting sort. */
function ranksOf(counts: Int32Array, size: number): Int32Array {
  let most = 0;
  for (let gram = 0; gram < size; gram++) most = Math.max(most, counts[gram]!);
  const next = new Int32Array(most + 2);
  for (let gram = 0; gram < size; gram++) next[counts[gram]! + 1]!++;
  for (let count = 1; count < next.length; count++) next[count]! += next[count - 1]!;
  const ranks = new Int32Array(size);
  for (let gram = 0; gram < size; gram++) ranks[gram] = next[counts[gram]!]!++;
  return ranks;
}
