import type { Id } from '@posthouse/kernel';
import { clustersOf } from '../dedup/clusters.ts';
import type { Cluster, ExactGroup, Pair } from '../dedup/types.ts';
import { classesOf } from './marks.ts';
import type { Marks } from './read-part.ts';

/** What is stored of one group of the plan. */
export interface PartResults {
  /** In the order in which they were found, which is that of their ids. */
  readonly pairs: readonly (Pair & { readonly id: Id })[];
  readonly groups: readonly (ExactGroup & { readonly id: Id })[];
  readonly clusters: readonly (Cluster & { readonly id: Id })[];
}

/** What does not stand, and what comes instead. */
export interface Changes {
  /** Pairs that go. */
  readonly failed: readonly Id[];
  readonly splits: readonly Split[];
  /** Clusters that go, */
  readonly stale: readonly Pick<StoredCluster, 'id' | 'ids'>[];
  /** and that come. */
  readonly fresh: readonly Cluster[];
}

/** An exact group that falls apart: its classes of two and more become groups, the rest leave it. */
export interface Split {
  readonly group: Id;
  readonly classes: readonly (readonly number[])[];
  /** Pairs that are none any more. */
  readonly lost: number;
}

type StoredCluster = PartResults['clusters'][number];
/** Rows of one commit, about. */
const ROWS = 2_000;

/**
 * What a group's results are by the stricter rules (contract §9), `exact` ones included or left as they are. The same
 * results give the same changes, and none once they are made: a run that was cut short begins the group anew.
 */
export function changesOf({ pairs, groups, clusters }: PartResults, marks: Marks, exact: boolean): Changes {
  const failed: Id[] = [];
  const standing: Pair[] = [];
  for (const pair of pairs) {
    const mark = marks.get(pair.a);
    if (mark !== undefined && mark === marks.get(pair.b)) standing.push(pair);
    else failed.push(pair.id);
  }
  const splits: Split[] = [];
  const whole: ExactGroup[] = [];
  for (const { id, hash, ids } of groups) {
    const all = exact ? classesOf(ids, (question) => marks.get(question) ?? question) : [ids];
    const classes = all.filter(({ length }) => length > 1);
    if (all.length > 1) splits.push({ group: id, classes, lost: pairsOf([ids]) - pairsOf(classes) });
    for (const same of classes) whole.push({ hash, ids: same });
  }
  const wanted = new Map(clustersOf(whole, standing).map((cluster) => [nameOf(cluster), cluster]));
  const stale = clusters.filter((cluster) => !wanted.delete(nameOf(cluster)));
  return { failed, splits, stale, fresh: [...wanted.values()] };
}

/** Pairs that a verification of these results looks at. */
export const pairsIn = ({ pairs, groups }: PartResults, exact: boolean): number =>
  pairs.length + (exact ? pairsOf(groups.map(({ ids }) => ids)) : 0);

/** And those that changes take away. */
export const pairsLost = ({ failed, splits }: Changes): number =>
  splits.reduce((sum, { lost }) => sum + lost, failed.length);

const pairsOf = (sets: readonly (readonly number[])[]): number =>
  sets.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);

const nameOf = ({ representative, ids }: Cluster): string => `${representative}:${ids.join()}`;

/** The changes in commits of bounded size: no writer waits for all of them. A set is never cut. */
export function* piecesOf({ failed, splits, stale, fresh }: Changes): Generator<Changes> {
  let piece = emptyPiece();
  let rows = 0;
  const steps: (readonly [size: number, add: (to: Piece) => unknown])[] = [
    ...failed.map((id) => [1, (to: Piece) => to.failed.push(id)] as const),
    ...splits.map((split) => [sizeOf(split.classes), (to: Piece) => to.splits.push(split)] as const),
    ...stale.map((one) => [sizeOf([one.ids]), (to: Piece) => to.stale.push(one)] as const),
    ...fresh.map((one) => [sizeOf([one.ids]), (to: Piece) => to.fresh.push(one)] as const),
  ];
  for (const [size, add] of steps) {
    add(piece);
    rows += size;
    if (rows < ROWS) continue;
    yield piece;
    [piece, rows] = [emptyPiece(), 0];
  }
  if (rows > 0) yield piece;
}

type Piece = ReturnType<typeof emptyPiece>;
const emptyPiece = () => ({
  failed: [] as Id[],
  splits: [] as Split[],
  stale: [] as Pick<StoredCluster, 'id' | 'ids'>[],
  fresh: [] as Cluster[],
});

const sizeOf = (sets: readonly (readonly number[])[]): number =>
  sets.reduce((sum, { length }) => sum + length + 1, 1);
