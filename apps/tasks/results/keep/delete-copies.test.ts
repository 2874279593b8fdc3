import { expect, it } from 'vitest';
import { inPieces } from './delete-copies.ts';

const copies = (stays: number, count: number) => ({
  stays,
  go: Array.from({ length: count }, (_, n) => stays + n + 1),
});

it('copies go in pieces of bounded size, and only a set that is larger is cut', () => {
  const all = [copies(10, 3), copies(20, 2), copies(30, 1), copies(40, 12), copies(60, 5)];
  const pieces = [...inPieces(all, 5)];
  expect(pieces.map((piece) => piece.map(({ stays, go }) => [stays, go.length]))).toEqual([
    [
      [10, 3],
      [20, 2],
    ],
    [[30, 1]],
    [[40, 5]],
    [[40, 5]],
    [[40, 2]],
    [[60, 5]],
  ]);
  expect(pieces.flat().flatMap(({ go }) => go)).toEqual(all.flatMap(({ go }) => go));
  expect([...inPieces([], 5)]).toEqual([]);
});
