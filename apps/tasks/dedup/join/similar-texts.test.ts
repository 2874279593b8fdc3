import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../steps.ts';
import { similarTexts } from './similar-texts.ts';

const search = (...asked: Parameters<typeof similarTexts>): boolean => finish(similarTexts(...asked));

const gramsOf = (text: string): ReadonlySet<string> => {
  const points = Array.from(text);
  if (text === '') return new Set();
  if (points.length < 3) return new Set([text]);
  return new Set(points.slice(2).map((third, at) => points[at]! + points[at + 1]! + third));
};

/** Every pair, by the definition. */
function bruteForce(texts: readonly string[], threshold: number): string[] {
  const sets = texts.map(gramsOf);
  const pairs: string[] = [];
  for (const [left, one] of sets.entries()) {
    for (let right = left + 1; right < sets.length; right++) {
      const shared = [...one].filter((gram) => sets[right]!.has(gram)).length;
      const similarity = shared / (one.size + sets[right]!.size - shared);
      if (similarity >= threshold) pairs.push(`${left} ${right} ${similarity}`);
    }
  }
  return pairs.sort();
}

function joined(texts: readonly string[], threshold: number): string[] {
  const pairs: string[] = [];
  search(texts, threshold, (later, earlier, similarity) => {
    pairs.push(`${Math.min(later, earlier)} ${Math.max(later, earlier)} ${similarity}`);
  });
  return pairs.sort();
}

describe('the join', () => {
  it('counts 3-grams of code points', () => {
    expect(joined(['abcdefghijkl', 'abcdefghijkm'], 0.8)).toEqual([`0 1 ${9 / 11}`]);
    expect(joined(['abcdefghij', 'abcdefghik'], 0.8)).toEqual([]);
    expect(joined(['😀😁', '😀😁', '😀', '😁'], 0.8)).toEqual(['0 1 1']);
  });

  it('finds what all pairs hold, whatever the threshold', () => {
    const letters = fc.constantFrom('a', 'b', '甲', '😀');
    const short = fc.array(letters, { maxLength: 40 }).map((all) => all.join(''));
    const texts = fc.array(short, { maxLength: 30 }).chain((some) =>
      // Near copies: random texts alone are hardly ever alike.
      fc
        .array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('', 'b', 'cc')), { maxLength: 30 })
        .map((copies) => [
          ...some,
          ...copies.map(([which, at, put]) => {
            const text = some.length > 0 ? some[which % some.length]! : '';
            const points = Array.from(text);
            points.splice(at % (points.length + 1), 1, put);
            return points.join('');
          }),
        ]),
    );
    const threshold = fc.constantFrom(0.0001, 0.3, 0.5, 0.6, 2 / 3, 0.75, 0.8, 0.9, 1);
    fc.assert(
      fc.property(texts, threshold, (all, least) => {
        expect(joined(all, least)).toEqual(bruteForce(all, least));
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it('leaves out what it is told to, and says of which texts', () => {
    const texts = Array.from(
      { length: 50 },
      (_, n) => `abcdefghijklmnopqrst${String.fromCodePoint(0x4e00 + n)}`,
    );
    const pairs: [number, number][] = [];
    const cut = new Map<number, number>();
    const push = (later: number, earlier: number) => pairs.push([later, earlier]);
    const limits = { most: 10, cut: (later: number, more: number) => cut.set(later, more) };
    expect(search(texts, 0.8, push, {}, limits)).toBe(true);
    expect(pairs).toHaveLength(45 + 40 * 10);
    expect([...cut]).toEqual(Array.from({ length: 39 }, (_, n) => [n + 11, n + 1]));

    const wanted = (later: number, earlier: number): boolean => later === 49 && earlier === 0;
    pairs.length = 0;
    search(texts, 0.8, push, {}, { wanted });
    expect(pairs).toEqual([[49, 0]]);
  });

  it('tells how far it is and stops when asked', () => {
    const texts = Array.from({ length: 2_000 }, (_, n) => `题目${n}的内容是${n * 7}与${n * 13}`);
    const shares = [...similarTexts(texts, 0.8, () => {})];
    expect(shares).toEqual(Array.from({ length: 50 }, (_, n) => n / 50));

    let asked = 0;
    expect(search(texts, 0.8, () => {}, { stopped: () => ++asked > 30 })).toBe(false);
    expect(asked).toBe(31);
  });
});
