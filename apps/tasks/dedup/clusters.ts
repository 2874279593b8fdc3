import type { Cluster, ExactGroup, Pair } from './types.ts';

/**
 * All copies of each question. Clusters grow along the duplicates, most similar first, but only where every member is
 * a duplicate of the cluster's representative too: a chain of small steps does not swallow a group. Exact copies take
 * part through the first of them.
 */
export function clustersOf(exact: readonly ExactGroup[], similar: readonly Pair[]): readonly Cluster[] {
  const linked = new Map<number, Set<number>>();
  const link = (from: number, to: number): void => {
    const others = linked.get(from);
    if (others) others.add(to);
    else linked.set(from, new Set([to]));
  };
  for (const { a, b } of similar) {
    link(a, b);
    link(b, a);
  }
  const grown = new Map<number, Growing>();
  for (const id of linked.keys()) grown.set(id, { representative: id, members: [id] });
  for (const { a, b } of similar) {
    const [one, other] = [grown.get(a)!, grown.get(b)!];
    if (one === other) continue;
    const [into, from] = isNear(one, other, linked) ? [one, other] : [other, one];
    if (into === other && !isNear(other, one, linked)) continue;
    // Only those that move: a question with ten thousand copies must not be written down ten thousand times.
    for (const id of from.members) {
      into.members.push(id);
      grown.set(id, into);
    }
  }
  return withCopies(new Set(grown.values()), exact);
}

interface Growing {
  readonly representative: number;
  readonly members: number[];
}

/** Whether all of `from` are duplicates of what `into` stands around. */
function isNear(into: Growing, from: Growing, linked: ReadonlyMap<number, Set<number>>): boolean {
  const near = linked.get(into.representative)!;
  return from.members.every((id) => near.has(id));
}

function withCopies(grown: ReadonlySet<Growing>, exact: readonly ExactGroup[]): readonly Cluster[] {
  const copies = new Map(exact.map(({ ids }) => [ids[0]!, ids]));
  const clusters: Cluster[] = [];
  for (const { representative, members } of grown) {
    if (members.length === 1) continue;
    const ids = members.flatMap((id) => copies.get(id) ?? [id]).sort((a, b) => a - b);
    for (const id of members) copies.delete(id);
    clusters.push({ representative, ids });
  }
  for (const [representative, ids] of copies) clusters.push({ representative, ids });
  return clusters.sort((one, other) => one.ids[0]! - other.ids[0]!);
}
