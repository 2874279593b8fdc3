import type { Findings as Found } from '../dedup/index.ts';
import type { Counts, Findings, Members, Part, Piece } from '../store/results.ts';

/** Rows of one commit, about: a huge group's results are stored in several, so that no writer waits long. */
export const ROWS = 2_000;

/** The engine's findings as they are stored, in pieces of bounded size; at least one, and the last with the counts. */
export function piecesOf(part: Part, found: Found): Piece[] {
  const pieces: { exact: Exact[]; pairs: Pair[]; clusters: Cluster[] }[] = [];
  let rows = ROWS;
  function place(size: number) {
    if (rows >= ROWS) {
      pieces.push({ exact: [], pairs: [], clusters: [] });
      rows = 0;
    }
    rows += size;
    return pieces.at(-1)!;
  }

  for (const { hash, ids } of found.exact) {
    for (const some of membersOf(ids)) place(some.ids.length + 1).exact.push({ hash, ...some });
  }
  for (const { a, b, similarity } of found.similar) {
    place(1).pairs.push({ a, b, similarity: tenThousandths(similarity), verdict: 'similar', reason: null });
  }
  for (const { a, b, similarity, reasons } of found.variants) {
    const reason = reasons.join();
    place(1).pairs.push({ a, b, similarity: tenThousandths(similarity), verdict: 'variant', reason });
  }
  for (const { representative, ids } of found.clusters) {
    for (const some of membersOf(ids)) place(some.ids.length + 1).clusters.push({ representative, ...some });
  }
  if (pieces.length === 0) place(0);

  const counts = countsOf(found);
  const last = pieces.length - 1;
  return pieces.map((findings, n) => ({ part, findings, counts: n === last ? counts : null }));
}

/** A set's members, so many at a time as a piece may hold. */
function* membersOf(ids: readonly number[]): Generator<Members> {
  for (let from = 0; from < ids.length; from += ROWS) {
    yield { ids: ids.slice(from, from + ROWS), more: from > 0 };
  }
}

/** Rows that a piece becomes. */
export const rowsOf = ({ findings: { exact, pairs, clusters } }: Piece): number =>
  [...exact, ...clusters].reduce((sum, { ids }) => sum + ids.length + 1, pairs.length);

type Exact = Findings['exact'][number];
type Pair = Findings['pairs'][number];
type Cluster = Findings['clusters'][number];

function countsOf({ exact, similar, leftOut }: Found): Counts {
  const pairsOf = (n: number) => (n * (n - 1)) / 2;
  return {
    exact_groups: exact.length,
    exact_pairs: exact.reduce((sum, { ids }) => sum + pairsOf(ids.length), 0),
    similar_pairs: similar.length,
    left_out: leftOut.similar + leftOut.variants,
  };
}

/** Similarities are stored with four decimals (contract §6). */
const tenThousandths = (similarity: number): number => Math.round(similarity * 10_000);

/** Clients may ask for 0; what shares no gram at all is not similar by any measure. */
const LEAST = 0.0001;
export const similarityFrom = (threshold: number): number => Math.max(threshold, LEAST);
