import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stratumOf } from './draw.ts';
import type { Verdict } from './found-pairs.ts';
import { readTable, table } from './table.ts';

export interface Score {
  readonly of: string;
  /** Judged as the engine judged. */
  readonly right: number;
  readonly judged: number;
}

/**
 * Joins a judge's table (n, `same` or `different`) with the labels of the draw: the precision of merges, of variants
 * and of each stratum. Throws if a judgment is neither word.
 */
export function score(folder: string, judgments: string): readonly Score[] {
  const labels = readTable(join(folder, 'labels.tsv'));
  const counts = new Map<string, { right: number; judged: number }>();
  const count = (of: string, right: boolean): void => {
    const before = counts.get(of) ?? { right: 0, judged: 0 };
    counts.set(of, { right: before.right + Number(right), judged: before.judged + 1 });
  };
  for (const [n, [word]] of readTable(judgments)) {
    const label = labels.get(n);
    if (label === undefined || (word !== 'same' && word !== 'different')) {
      throw new Error(`row ${n}: ${word ?? 'nothing'} is no judgment of a drawn pair`);
    }
    const verdict = label[0] as Verdict;
    const merged = verdict !== 'variant';
    const right = merged === (word === 'same');
    count(merged ? 'merges' : 'variants', right);
    count(stratumOf({ verdict, similarity: Number(label[2]) }), right);
  }
  return [...counts].map(([of, { right, judged }]) => ({ of, right, judged }));
}

/**
 * Writes `judged.tsv` beside the draw: what was drawn, what the judge said and what the engine had said. Without texts,
 * so that it can be committed. Returns its path.
 */
export function keepJudged(folder: string, judgments: string): string {
  const drawn = readTable(join(folder, 'blind.tsv'));
  const labels = readTable(join(folder, 'labels.tsv'));
  const rows = [...readTable(judgments)].map(([n, [word]]) => [
    n,
    ...(drawn.get(n) ?? []),
    word!,
    ...(labels.get(n) ?? []),
  ]);
  const path = join(folder, 'judged.tsv');
  writeFileSync(path, table(['n', 'a', 'b', 'judgment', 'verdict', 'reasons', 'similarity'], rows));
  return path;
}

/** The 95 % interval of a share (Wilson 1927). */
export function interval({ right, judged }: Score): readonly [number, number] {
  const z = 1.96;
  const share = right / judged;
  const middle = share + (z * z) / (2 * judged);
  const reach = z * Math.sqrt((share * (1 - share)) / judged + (z * z) / (4 * judged * judged));
  const whole = 1 + (z * z) / judged;
  return [(middle - reach) / whole, (middle + reach) / whole];
}
