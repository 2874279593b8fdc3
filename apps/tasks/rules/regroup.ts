/** Members that hang together by the links that are left, in the order of their smallest; loners are left out. */
export function components(
  members: readonly number[],
  links: Iterable<readonly [number, number]>,
): readonly (readonly number[])[] {
  const parent = new Map(members.map((member) => [member, member]));
  const rootOf = (member: number): number => {
    let root = member;
    for (let up = parent.get(root)!; up !== root; up = parent.get(root)!) {
      parent.set(root, parent.get(up)!);
      root = up;
    }
    return root;
  };
  for (const [a, b] of links) {
    if (parent.has(a) && parent.has(b)) parent.set(rootOf(b), rootOf(a));
  }
  const sorted = members.toSorted((a, b) => a - b);
  return [...Map.groupBy(sorted, rootOf).values()].filter(({ length }) => length > 1);
}
