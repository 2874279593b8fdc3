import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf } from '../dedup/clusters.ts';
import { changesOf, pairsIn, pairsLost, piecesOf, type Changes, type PartResults } from './part.ts';

const pair = (id: number, a: number, b: number, similarity = 0.9) => ({ id, a, b, similarity });
const group = (id: number, ids: readonly number[]) => ({ id, hash: 'h', ids });

/** A group's results as a task stores them. */
function resultsOf(
  groups: PartResults['groups'],
  pairs: PartResults['pairs'],
): PartResults & { readonly clusters: readonly object[] } {
  const clusters = clustersOf(groups, pairs).map((cluster, n) => ({ id: n + 1, ...cluster }));
  return { groups, pairs, clusters };
}

/** What is stored after the changes; new rows have new ids. */
function made({ groups, pairs, clusters }: PartResults, changes: Changes): PartResults {
  let id = 1_000;
  const { failed, splits, stale, fresh } = changes;
  const split = new Set(splits.map((one) => one.group));
  return {
    pairs: pairs.filter((one) => !failed.includes(one.id)),
    groups: [
      ...groups.filter((one) => !split.has(one.id)),
      ...splits.flatMap(({ classes }) => classes.map((ids) => group(++id, ids))),
    ],
    clusters: [
      ...clusters.filter((one) => !stale.some((gone) => gone.id === one.id)),
      ...fresh.map((cluster) => ({ id: ++id, ...cluster })),
    ],
  };
}

const marks = (words: string) => new Map(Array.from(words).map((word, n) => [n + 1, word]));
const NONE: Changes = { failed: [], splits: [], stale: [], fresh: [] };

describe('the results of a group, verified', () => {
  it('lose the pairs whose questions differ or are gone, and their clusters follow', () => {
    const results = resultsOf([], [pair(7, 1, 2), pair(8, 1, 3), pair(9, 4, 5), pair(10, 4, 6)]);
    const changes = changesOf(results, marks('aabcc'), false);
    expect(changes).toEqual({
      failed: [8, 10],
      splits: [],
      stale: [
        { id: 1, representative: 1, ids: [1, 2, 3] },
        { id: 2, representative: 4, ids: [4, 5, 6] },
      ],
      fresh: [
        { representative: 1, ids: [1, 2] },
        { representative: 4, ids: [4, 5] },
      ],
    });
    expect([pairsIn(results, false), pairsLost(changes)]).toEqual([4, 2]);
  });

  it('have exact groups that fall apart, when these are asked about', () => {
    const results = resultsOf([group(3, [1, 2, 3, 4, 5])], []);
    expect(changesOf(results, marks('abaab'), false)).toEqual(NONE);
    const changes = changesOf(results, marks('abaab'), true);
    expect(changes.splits).toEqual([
      {
        group: 3,
        classes: [
          [1, 3, 4],
          [2, 5],
        ],
        lost: 6,
      },
    ]);
    expect(changes.fresh).toEqual([
      { representative: 1, ids: [1, 3, 4] },
      { representative: 2, ids: [2, 5] },
    ]);
    expect([pairsIn(results, true), pairsLost(changes)]).toEqual([10, 6]);
    // Questions that are gone are like nothing.
    expect(changesOf(results, marks('a'), true).splits).toEqual([{ group: 3, classes: [], lost: 10 }]);
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
    expect(fresh).toEqual([{ representative: 1, ids: [1, 2, 4] }]);
  });

  it('are the same however often it is cut short', () => {
    const question = fc.integer({ min: 1, max: 12 });
    const results = fc
      .record({
        linked: fc.uniqueArray(
          fc.tuple(question, question).filter(([a, b]) => a < b),
          { selector: String, maxLength: 30 },
        ),
        exact: fc.constantFrom(
          [],
          [[2, 13]],
          [
            [1, 13, 14, 15],
            [5, 16],
          ],
        ),
      })
      .map(({ linked, exact }) =>
        resultsOf(
          exact.map((ids, n) => group(n + 1, ids)),
          linked.map(([a, b], n) => pair(n + 1, a, b)),
        ),
      );
    const words = fc.array(fc.constantFrom('a', 'b'), { minLength: 10, maxLength: 16 });
    const parts = ['failed', 'splits', 'stale', 'fresh'] as const;
    fc.assert(
      fc.property(results, words, fc.nat({ max: 4 }), (before, all, kept) => {
        const known = marks(all.join(''));
        const changes = changesOf(before, known, true);
        const whole = made(before, changes);
        expect(changesOf(whole, known, true)).toEqual(NONE);
        // Pieces are stored in this order; so many of them before the kill.
        const some = Object.fromEntries(parts.map((part, n) => [part, n < kept ? changes[part] : []]));
        const cut = made(before, some as unknown as Changes);
        const rest = changesOf(cut, known, true);
        const clusters = (of: PartResults) =>
          of.clusters.map(({ representative, ids }) => `${representative}: ${ids.join()}`).sort();
        expect(clusters(made(cut, rest))).toEqual(clusters(whole));
        expect(pairsLost(some as unknown as Changes) + pairsLost(rest)).toBe(pairsLost(changes));
      }),
      { seed: 9, numRuns: 300 },
    );
  });

  it('are changed in pieces of bounded size, in order and without loss', () => {
    const sets = Array.from({ length: 700 }, (_, n) => ({ id: n + 1, representative: 1, ids: [1, 2, 3] }));
    const splits = sets.map(({ id }) => ({ group: id, classes: [[1, 2]], lost: 2 }));
    const changes = { failed: Array.from({ length: 3_000 }, (_, n) => n), splits, stale: sets, fresh: sets };
    const pieces = [...piecesOf(changes)];
    expect(pieces.length).toBeGreaterThan(4);
    for (const { failed, splits: some, stale, fresh } of pieces) {
      expect(failed.length + 4 * (some.length + stale.length + fresh.length)).toBeLessThan(2_010);
    }
    for (const part of ['failed', 'splits', 'stale', 'fresh'] as const) {
      expect(pieces.flatMap((piece): readonly unknown[] => piece[part])).toEqual(changes[part]);
    }
    expect([...piecesOf(NONE)]).toEqual([]);
  });
});
