/** Some of a set's members, and whether others come before and after them. */
interface Slice {
  readonly ids: readonly number[];
  readonly before: boolean;
  readonly after: boolean;
}

/** A set's members, so many at a time as a commit may hold. */
export function slicesOf(ids: readonly number[], most: number): Slice[] {
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, n) => ({
    ids: ids.slice(n * most, (n + 1) * most),
    before: n > 0,
    after: (n + 1) * most < ids.length,
  }));
}
