import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../../bench/dedup/random.ts';
import type { FoundPair } from './found-pairs.ts';
import type { Sourced } from './questions.ts';

const BANDS = [0.85, 0.9, 0.95, 1] as const;

/** Where a judge must look equally often: each verdict in each band of similarity. */
export const stratumOf = ({ verdict, similarity }: Pick<FoundPair, 'verdict' | 'similarity'>): string =>
  `${verdict} ${BANDS.findLast((band) => similarity >= band) ?? 'below 0.85'}`;

/**
 * Writes `count` pairs, as evenly from all strata as they allow, in random order and on random sides: `blind.tsv` for
 * the judge (n, a, b as file:row) and `labels.tsv`, which the judge does not see. No texts: they stay where they are.
 */
export function draw(pairs: readonly FoundPair[], count: number, seed: number, folder: string): number {
  const random = randomFrom(seed);
  const strata = [...Map.groupBy(pairs, stratumOf).values()].map((stratum) => shuffled(stratum, random));
  const drawn: FoundPair[] = [];
  for (let round = 0; drawn.length < count && strata.some((stratum) => stratum.length > round); round++) {
    for (const stratum of strata) {
      const pair = stratum[round];
      if (pair && drawn.length < count) drawn.push(pair);
    }
  }
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

export const placeOf = ({ file, row }: Sourced): string => `${file}:${row}`;

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, ...rows].map((row) => row.join('\t') + '\n').join('');

/** Fisher and Yates. */
function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const order = [...all];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
