import { describe, expect, it } from 'vitest';
import type { Findings } from '../dedup/index.ts';
import type { Members } from '../store/results.ts';
import { piecesOf, rowsOf, similarityFrom } from './pieces.ts';

const found = (part: Partial<Findings>): Findings => ({
  exact: [],
  similar: [],
  variants: [],
  clusters: [],
  leftOut: { similar: 0, variants: 0 },
  ...part,
});

const part = { n: 3, questions: 9, type: '1', subject_id: 7, subject_name: '语文', channel_code: 'zxx' };

describe('what was found in a group', () => {
  it('is one piece where it is little, with its counts', () => {
    const pieces = piecesOf(
      part,
      found({
        exact: [{ hash: 'h', ids: [1, 2, 3] }],
        similar: [{ a: 1, b: 4, similarity: 9 / 11 }],
        variants: [{ a: 4, b: 5, similarity: 1, reasons: ['numbers', 'polarity'] }],
        clusters: [{ representative: 1, ids: [1, 2, 3, 4] }],
      }),
    );
    expect(pieces).toEqual([
      {
        part,
        counts: { exact_groups: 1, exact_pairs: 3, similar_pairs: 1, left_out: 0 },
        findings: {
          exact: [{ hash: 'h', ids: [1, 2, 3], more: false }],
          pairs: [
            { a: 1, b: 4, similarity: 8182, verdict: 'similar', reason: null },
            { a: 4, b: 5, similarity: 10_000, verdict: 'variant', reason: 'numbers,polarity' },
          ],
          clusters: [{ representative: 1, ids: [1, 2, 3, 4], more: false }],
        },
      },
    ]);
    expect(pieces.map(rowsOf)).toEqual([4 + 2 + 5]);
  });

  it('is one empty piece where nothing was found', () => {
    expect(piecesOf(part, found({}))).toEqual([
      {
        part,
        counts: { exact_groups: 0, exact_pairs: 0, similar_pairs: 0, left_out: 0 },
        findings: { exact: [], pairs: [], clusters: [] },
      },
    ]);
  });

  it('is cut into bounded pieces where it is much; the last has the counts', () => {
    const similar = Array.from({ length: 5_000 }, (_, n) => ({ a: n, b: n + 1, similarity: 0.9 }));
    const pieces = piecesOf(part, found({ similar }));
    expect(pieces.map(({ findings }) => findings.pairs.length)).toEqual([2_000, 2_000, 1_000]);
    expect(pieces.map(rowsOf)).toEqual([2_000, 2_000, 1_000]);
    expect(pieces.map(({ counts }) => counts?.similar_pairs)).toEqual([undefined, undefined, 5_000]);
  });
});

it('one set of very many questions is cut, too, and its pieces say that they belong together', () => {
  const ids = Array.from({ length: 50_000 }, (_, n) => n + 1);
  const sets = { exact: [{ hash: 'h', ids }], clusters: [{ representative: 1, ids }] };
  const pieces = piecesOf(part, found(sets));
  expect(Math.max(...pieces.map(rowsOf))).toBeLessThan(5_000);
  for (const what of ['exact', 'clusters'] as const) {
    const slices = pieces.flatMap(({ findings }): readonly Members[] => findings[what]);
    expect(slices.flatMap((slice) => slice.ids)).toEqual(ids);
    expect(slices.map(({ more }) => more)).toEqual(slices.map((_, n) => n > 0));
  }
  expect(pieces.at(-1)?.counts).toMatchObject({ exact_groups: 1, exact_pairs: 1_249_975_000 });
});

it('a threshold of 0 still asks for something in common', () => {
  expect(similarityFrom(0)).toBeGreaterThan(0);
  expect(similarityFrom(0.85)).toBe(0.85);
});
