import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../../bench/dedup/random.ts';
import type { FoundPair } from './found-pairs.ts';
import type { Sourced } from './questions.ts';
import { table } from './table.ts';

const BANDS = [0.85, 0.9, 0.95, 1] as const;

/** What a share is told of: each verdict in each band of similarity. */
export const stratumOf = ({ verdict, similarity }: Pick<FoundPair, 'verdict' | 'similarity'>): string =>
  `${verdict} ${BANDS.findLast((band) => similarity >= band) ?? 'below 0.85'}`;

/**
 * Writes up to `count` pairs in random order and on random sides: `blind.tsv` for the judge (n, a, b as file:row) and
 * `labels.tsv`, which the judge does not see. No texts: they stay where they are. The same pairs for the same seed.
 */
export function draw(pairs: readonly FoundPair[], count: number, seed: number, folder: string): number {
  const random = randomFrom(seed);
  const drawn = chosen(pairs, count, random);
  const rows = shuffled(drawn, random).map((pair, at) => {
    const [left, right] = random() < 0.5 ? [pair.a, pair.b] : [pair.b, pair.a];
    return {
      blind: [at + 1, placeOf(left), placeOf(right)],
      label: [at + 1, pair.verdict, pair.reasons.join() || '-', pair.similarity.toFixed(4)],
    };
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'blind.tsv'),
    table(
      ['n', 'a', 'b'],
      rows.map(({ blind }) => blind),
    ),
  );
  writeFileSync(
    join(folder, 'labels.tsv'),
    table(
      ['n', 'verdict', 'reasons', 'similarity'],
      rows.map(({ label }) => label),
    ),
  );
  return rows.length;
}

/**
 * All near copies, for there are few. Of what is left of `count` one half exact copies that do not read the same as
 * they stand, the other half variants, as evenly from each reason in each band as there are; what one half lacks the
 * other gives.
 */
function chosen(pairs: readonly FoundPair[], count: number, random: () => number): readonly FoundPair[] {
  const of = (verdict: FoundPair['verdict']) => pairs.filter((pair) => pair.verdict === verdict);
  const similar = shuffled(of('duplicate'), random).slice(0, count);
  const exact = shuffled(
    of('exact').filter(({ a, b }) => rawOf(a) !== rawOf(b)),
    random,
  );
  const variants = evenly(of('variant'), random);
  const rest = count - similar.length;
  const ofExact = Math.min(exact.length, Math.max(Math.ceil(rest / 2), rest - variants.length));
  return [...similar, ...exact.slice(0, ofExact), ...variants.slice(0, rest - ofExact)];
}

const rawOf = ({ content, options }: Sourced): string =>
  [content, ...options.map((option) => option.content)].join('\u0001');

/** One of each stratum in turn. */
function evenly(variants: readonly FoundPair[], random: () => number): readonly FoundPair[] {
  const byStratum = Map.groupBy(variants, (pair) => `${pair.reasons.join()} ${stratumOf(pair)}`);
  const strata = [...byStratum.values()].map((stratum) => shuffled(stratum, random));
  const longest = Math.max(0, ...strata.map(({ length }) => length));
  return Array.from({ length: longest }, (_, round) =>
    strata.flatMap((stratum) => stratum[round] ?? []),
  ).flat();
}

export const placeOf = ({ file, row }: Sourced): string => `${file}:${row}`;

/** Fisher and Yates. */
function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const order = [...all];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
