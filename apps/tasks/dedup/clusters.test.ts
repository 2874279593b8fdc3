import { describe, expect, it } from 'vitest';
import { clustersOf } from './clusters.ts';

const pair = (a: number, b: number, similarity = 0.9) => ({ a, b, similarity });

describe('clusters', () => {
  it('join what is all alike', () => {
    expect(clustersOf([], [pair(1, 2), pair(1, 3), pair(2, 3)])).toEqual([
      { representative: 1, ids: [1, 2, 3] },
    ]);
  });

  it('are not swallowed by a chain', () => {
    const chain = [pair(1, 2), pair(2, 3), pair(3, 4), pair(4, 5), pair(5, 6)];
    const clusters = clustersOf([], chain);
    expect(clusters.flatMap(({ ids }) => ids)).toHaveLength(6);
    for (const { representative, ids } of clusters) {
      for (const id of ids) {
        const isLinked = chain.some(
          ({ a, b }) => Math.abs(a - b) === 1 && [a, b].includes(id) && [a, b].includes(representative),
        );
        expect(id === representative || isLinked).toBe(true);
      }
    }
  });

  it('have exact copies through the first of them', () => {
    expect(clustersOf([{ hash: 'x', ids: [2, 5, 9] }], [pair(2, 3)])).toEqual([
      { representative: 2, ids: [2, 3, 5, 9] },
    ]);
    expect(clustersOf([{ hash: 'x', ids: [2, 5] }], [])).toEqual([{ representative: 2, ids: [2, 5] }]);
  });
});
