import type { Id } from '@posthouse/kernel';
import { clustersOf } from '../dedup/clusters.ts';
import type { Cluster, ExactGroup, Pair } from '../dedup/types.ts';
import { classesOf } from './marks.ts';
import type { Marks } from './read-part.ts';
import { shiftsOf, type Shift } from './shifts.ts';
import { slicesOf } from './slices.ts';

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
  readonly shifts: readonly Shift[];
  /** Clusters that go, or lose some of very many members; */
  readonly stale: readonly Stale[];
  /** and that come. */
  readonly fresh: readonly Fresh[];
}

interface Stale {
  readonly id: Id;
  readonly ids: readonly number[];
  /** The cluster has more of them. */
  readonly more: boolean;
}

interface Fresh extends Cluster {
  /** They join the cluster that came last. */
  readonly more: boolean;
}

/** Rows of one commit, about. */
const ROWS = 2_000;

/**
 * What a group's results are by the stricter rules (contract §9), `exact` ones included or left as they are. The same
 * results give the same changes, and none once they are made: a run that was cut short begins the group anew.
 */
export function changesOf(
  { pairs, groups, clusters }: PartResults,
  marks: Marks,
  exact: boolean,
  most = ROWS,
): Changes {
  const failed: Id[] = [];
  const standing: Pair[] = [];
  for (const pair of pairs) {
    const mark = marks.get(pair.a);
    if (mark !== undefined && mark === marks.get(pair.b)) standing.push(pair);
    else failed.push(pair.id);
  }
  const shifts: Shift[] = [];
  const whole: ExactGroup[] = exact ? [] : [...groups];
  if (exact) {
    // What one group fell into has its hash.
    for (const [hash, same] of Map.groupBy(groups, (group) => group.hash)) {
      const members = same.flatMap(({ ids }) => ids).sort((a, b) => a - b);
      const classes = classesOf(members, (question) => marks.get(question) ?? question);
      shifts.push(...shiftsOf(same, classes, most));
      for (const ids of classes) if (ids.length > 1) whole.push({ hash, ids });
    }
  }
  const wanted = new Map(clustersOf(whole, standing).map((cluster) => [nameOf(cluster), cluster]));
  const gone = clusters.filter((cluster) => !wanted.delete(nameOf(cluster)));
  return {
    failed,
    shifts,
    stale: gone.flatMap(({ id, ids }) =>
      slicesOf(ids, most).map(({ ids: some, after }) => ({ id, ids: some, more: after })),
    ),
    fresh: [...wanted.values()].flatMap(({ representative, ids }) =>
      slicesOf(ids, most).map(({ before, ids: some }) => ({ representative, ids: some, more: before })),
    ),
  };
}

/** Pairs that a verification of these results looks at. */
export const pairsIn = ({ pairs, groups }: PartResults, exact: boolean): number =>
  pairs.length + (exact ? pairsOf(groups.map(({ ids }) => ids)) : 0);

/** And those that changes take away. */
export const pairsLost = ({ failed, shifts }: Changes): number =>
  shifts.reduce((sum, { lost }) => sum + lost, failed.length);

const pairsOf = (sets: readonly (readonly number[])[]): number =>
  sets.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);

const nameOf = ({ representative, ids }: Cluster): string => `${representative}:${ids.join()}`;

/** The changes in commits of bounded size, in their order: no writer waits for all of them. */
export function* piecesOf({ failed, shifts, stale, fresh }: Changes, most = ROWS): Generator<Changes> {
  let piece = emptyPiece();
  let rows = 0;
  const steps: (readonly [size: number, add: (to: Piece) => unknown])[] = [
    ...failed.map((id) => [1, (to: Piece) => to.failed.push(id)] as const),
    // Two groups besides the members.
    ...shifts.map((one) => [one.ids.length + 2, (to: Piece) => to.shifts.push(one)] as const),
    ...stale.map((one) => [one.ids.length + 1, (to: Piece) => to.stale.push(one)] as const),
    ...fresh.map((one) => [one.ids.length + 1, (to: Piece) => to.fresh.push(one)] as const),
  ];
  for (const [size, add] of steps) {
    if (rows > 0 && rows + size > most) {
      yield piece;
      [piece, rows] = [emptyPiece(), 0];
    }
    add(piece);
    rows += size;
  }
  if (rows > 0) yield piece;
}

type Piece = ReturnType<typeof emptyPiece>;
const emptyPiece = () => ({
  failed: [] as Id[],
  shifts: [] as Shift[],
  stale: [] as Stale[],
  fresh: [] as Fresh[],
});
