import type { Id } from '@posthouse/kernel';
import type { ExactGroup } from '../dedup/types.ts';
import { slicesOf } from './slices.ts';

/** Members that leave an exact group, so many at a time that no commit is large. */
export interface Shift {
  readonly group: Id;
  readonly ids: readonly number[];
  /** To no other group, to one of their own, to that which was begun last, or to one that is there. */
  readonly to: 'none' | 'new' | 'last' | Id;
  /** Nobody stays: the group goes. */
  readonly empties: boolean;
  /** Pairs that are none any more, less those that are some again. */
  readonly lost: number;
}

/**
 * How the groups of one hash become one for each class of two and more. A class stays in the group that has most of it,
 * unless a larger one does: after each of these steps the rest of them is what the same classes ask for.
 */
export function shiftsOf(
  groups: readonly (ExactGroup & { readonly id: Id })[],
  classes: readonly (readonly number[])[],
  most: number,
): Shift[] {
  const groupOf = new Map(groups.flatMap(({ id, ids }) => ids.map((question) => [question, id] as const)));
  const sizes = new Map(groups.map(({ id, ids }) => [id, ids.length] as const));
  const homes = new Set(sizes.keys());
  const shifts: Shift[] = [];
  const byGroup = (members: readonly number[]) => [...Map.groupBy(members, (one) => groupOf.get(one)!)];

  /** `there`: how many it finds where it goes. */
  function leave(group: Id, ids: readonly number[], to: Shift['to'], there: number): void {
    const left = sizes.get(group)! - ids.length;
    const some = to === 'none' ? 0 : pairsOf(there + ids.length) - pairsOf(there);
    const lost = pairsOf(left + ids.length) - pairsOf(left) - some;
    sizes.set(group, left);
    shifts.push({ group, ids, to, empties: left === 0, lost });
  }

  const alone = classes.filter(({ length }) => length === 1).flat();
  for (const [group, ids] of byGroup(alone))
    for (const some of slicesOf(ids, most)) leave(group, some.ids, 'none', 0);

  for (const members of classes.filter(({ length }) => length > 1).toSorted((a, b) => b.length - a.length)) {
    const places = byGroup(members);
    const [home] = places
      .filter(([group]) => homes.has(group))
      .reduce<(typeof places)[number] | []>(
        (most, one) => (one[1].length > (most[1]?.length ?? 0) ? one : most),
        [],
      );
    let begun = 0;
    if (home !== undefined) homes.delete(home);
    for (const [group, ids] of places) {
      if (group === home) continue;
      for (const { ids: some } of slicesOf(ids, most)) {
        if (home === undefined) {
          leave(group, some, begun === 0 ? 'new' : 'last', begun);
          begun += some.length;
        } else {
          const there = sizes.get(home)!;
          leave(group, some, home, there);
          sizes.set(home, there + some.length);
        }
      }
    }
  }
  return shifts;
}

const pairsOf = (members: number): number => (members * (members - 1)) / 2;
