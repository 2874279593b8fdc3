import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf } from '../dedup/clusters.ts';
import { changesOf, pairsIn, pairsLost, piecesOf, type Changes, type PartResults } from './part.ts';

const pair = (id: number, a: number, b: number, similarity = 0.9) => ({ id, a, b, similarity });
const group = (id: number, ids: readonly number[]) => ({ id, hash: `h${id}`, ids });

/** A group's results as a task stores them. */
function resultsOf(
  groups: PartResults['groups'],
  pairs: PartResults['pairs'],
): PartResults & { readonly clusters: readonly object[] } {
  const clusters = clustersOf(groups, pairs).map((cluster, n) => ({ id: n + 1, ...cluster }));
  return { groups, pairs, clusters };
}

/** What is stored after the changes; new rows have new ids, beyond all others. */
function made(before: PartResults, { failed, shifts, stale, fresh }: Changes): PartResults {
  const groups = before.groups.map((one) => ({ ...one }));
  const clusters = before.clusters.map((one) => ({ ...one }));
  let id = Math.max(0, ...[...groups, ...clusters].map((one) => one.id));
  for (const { group: from, ids, to, empties, lost } of shifts) {
    const was = pairsIn({ pairs: [], groups, clusters }, true);
    const place = groups.findIndex((one) => one.id === from);
    const { hash } = groups[place]!;
    groups[place]!.ids = groups[place]!.ids.filter((one) => !ids.includes(one));
    expect(empties).toBe(groups[place]!.ids.length === 0);
    if (empties) groups.splice(place, 1);
    if (to === 'new') groups.push({ id: ++id, hash, ids: [] });
    const there = to === 'new' || to === 'last' ? groups.at(-1)! : groups.find((one) => one.id === to);
    if (there) there.ids = [...there.ids, ...ids].sort((a, b) => a - b);
    expect(was - pairsIn({ pairs: [], groups, clusters }, true)).toBe(lost);
  }
  for (const { id: gone, ids, more } of stale) {
    const place = clusters.findIndex((one) => one.id === gone);
    if (!more) clusters.splice(place, 1);
    else clusters[place]!.ids = clusters[place]!.ids.filter((one) => !ids.includes(one));
  }
  for (const { representative, ids, more } of fresh) {
    if (more) clusters.at(-1)!.ids = [...clusters.at(-1)!.ids, ...ids];
    else clusters.push({ id: ++id, representative, ids });
  }
  return { pairs: before.pairs.filter((one) => !failed.includes(one.id)), groups, clusters };
}

const marks = (words: string) => new Map(Array.from(words).map((word, n) => [n + 1, word]));
const NONE: Changes = { failed: [], shifts: [], stale: [], fresh: [] };

describe('the results of a group, verified', () => {
  it('lose the pairs whose questions differ or are gone, and their clusters follow', () => {
    const results = resultsOf([], [pair(7, 1, 2), pair(8, 1, 3), pair(9, 4, 5), pair(10, 4, 6)]);
    const changes = changesOf(results, marks('aabcc'), false);
    expect(changes).toEqual({
      failed: [8, 10],
      shifts: [],
      stale: [
        { id: 1, ids: [1, 2, 3], more: false },
        { id: 2, ids: [4, 5, 6], more: false },
      ],
      fresh: [
        { representative: 1, ids: [1, 2], more: false },
        { representative: 4, ids: [4, 5], more: false },
      ],
    });
    expect([pairsIn(results, false), pairsLost(changes)]).toEqual([4, 2]);
  });

  it('have exact groups that fall apart, when these are asked about', () => {
    const results = resultsOf([group(3, [1, 2, 3, 4, 5])], []);
    expect(changesOf(results, marks('abaab'), false)).toEqual(NONE);
    const changes = changesOf(results, marks('abaab'), true);
    expect(changes.shifts).toEqual([{ group: 3, ids: [2, 5], to: 'new', empties: false, lost: 6 }]);
    expect(changes.fresh).toEqual([
      { representative: 1, ids: [1, 3, 4], more: false },
      { representative: 2, ids: [2, 5], more: false },
    ]);
    expect([pairsIn(results, true), pairsLost(changes)]).toEqual([10, 6]);
    // Questions that are gone are like nothing.
    expect(changesOf(results, marks('a'), true).shifts).toEqual([
      { group: 3, ids: [1, 2, 3, 4, 5], to: 'none', empties: true, lost: 10 },
    ]);
  });

  it('keep clusters around what stands for them: no member hangs on a chain alone', () => {
    const results = resultsOf(
      [],
      [pair(1, 1, 2), pair(2, 1, 3), pair(3, 2, 3), pair(4, 1, 4), pair(5, 3, 4)],
    );
    // 1 is unlike 3 now, and 3 is not in the cluster of 1 because it is like 2 and 4.
    const { fresh } = changesOf(
      { ...results, pairs: results.pairs.filter(({ id }) => id !== 2) },
      marks('aaaa'),
      false,
    );
    expect(fresh).toEqual([{ representative: 1, ids: [1, 2, 4], more: false }]);
  });

  it('are the same however often it is cut short', () => {
    const question = fc.integer({ min: 1, max: 12 });
    const results = fc
      .record({
        linked: fc.uniqueArray(
          fc.tuple(question, question).filter(([a, b]) => a < b),
          { selector: String, maxLength: 30 },
        ),
        exact: fc.constantFrom<readonly (readonly number[])[]>(
          [],
          [[2, 13]],
          [
            [1, 13, 14, 15],
            [5, 16],
          ],
          [[3, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]],
        ),
      })
      .map(({ linked, exact }) =>
        resultsOf(
          exact.map((ids, n) => group(n + 1, ids)),
          linked.map(([a, b], n) => pair(n + 1, a, b)),
        ),
      );
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 10, maxLength: 30 });
    const few = fc.integer({ min: 1, max: 4 });
    const canonical = ({ groups, clusters, pairs }: PartResults) => ({
      groups: groups.map(({ hash, ids }) => `${hash}: ${ids.join()}`).sort(),
      clusters: clusters.map(({ representative, ids }) => `${representative}: ${ids.join()}`).sort(),
      pairs,
    });
    fc.assert(
      fc.property(results, words, few, fc.nat({ max: 40 }), (before, all, most, kept) => {
        const known = marks(all.join(''));
        const changes = changesOf(before, known, true);
        const whole = made(before, changes);
        expect(changesOf(whole, known, true)).toEqual(NONE);
        // So many pieces before the kill, and some of them cut through a set.
        const pieces = [...piecesOf(changesOf(before, known, true, most), most)].slice(0, kept);
        const cut = pieces.reduce(made, before);
        const rest = changesOf(cut, known, true, most);
        expect(canonical([...piecesOf(rest, most)].reduce(made, cut))).toEqual(canonical(whole));
        const lost = pieces.reduce((sum, piece) => sum + pairsLost(piece), 0);
        expect(lost + pairsLost(rest)).toBe(pairsLost(changes));
      }),
      { seed: 9, numRuns: 1_000 },
    );
  });

  it('are changed in pieces of bounded size, in order and without loss', () => {
    const ids = Array.from({ length: 50_000 }, (_, n) => n + 1);
    const results = resultsOf(
      [group(1, ids), ...ids.slice(0, 700).map((n) => group(n + 1, [n * 100_000, n * 100_000 + 1]))],
      [],
    );
    // A third each; the last third are like nothing.
    const words = new Map(ids.flatMap((n) => (n % 3 === 2 ? [] : [[n, String(n % 3)] as const])));
    const changes = changesOf(results, words, true);
    const pieces = [...piecesOf(changes)];
    for (const { failed, shifts, stale, fresh } of pieces) {
      const sets = [...shifts, ...stale, ...fresh];
      const rows = sets.reduce((sum, one) => sum + one.ids.length + 1, failed.length);
      expect(rows).toBeLessThan(2_010);
    }
    for (const part of ['failed', 'shifts', 'stale', 'fresh'] as const) {
      expect(pieces.flatMap((piece): readonly unknown[] => piece[part])).toEqual(changes[part]);
    }
    expect(pieces.length).toBeGreaterThan(50);
    expect([...piecesOf(NONE)]).toEqual([]);
  });
});
