import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from './draw.ts';
import type { FoundPair } from './found-pairs.ts';
import { interval, score } from './judge.ts';
import type { Sourced } from './questions.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-eval-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (row: number): Sourced => ({ id: row, file: 'bank.csv', row, content: '', options: [] });
const found = (verdict: FoundPair['verdict'], row: number, similarity: number): FoundPair => ({
  a: at(row),
  b: at(row + 1_000),
  verdict,
  reasons: verdict === 'variant' ? ['options'] : [],
  similarity,
});
const pairs = [
  ...Array.from({ length: 90 }, (_, n) => found('variant', n, 1)),
  ...Array.from({ length: 10 }, (_, n) => found('duplicate', 100 + n, 0.8)),
  found('exact', 200, 1),
];

it('draws as evenly as it can, the same for the same seed, and shows a judge no label', () => {
  expect(draw(pairs, 21, 7, folder)).toBe(21);
  const blind = readFileSync(join(folder, 'blind.tsv'), 'utf8');
  expect(blind.split('\n')[0]).toBe('n\ta\tb');
  expect(blind).not.toMatch(/variant|duplicate|exact|0\.8/);
  const labels = readFileSync(join(folder, 'labels.tsv'), 'utf8');
  expect(['variant', 'duplicate', 'exact'].map((word) => labels.split(word).length - 1)).toEqual([10, 10, 1]);
  draw(pairs, 21, 7, folder);
  expect(readFileSync(join(folder, 'blind.tsv'), 'utf8')).toBe(blind);
});

it('joins what the judge found with the labels', () => {
  draw(pairs, 21, 7, folder);
  const file = join(folder, 'judgments.tsv');
  const labels = readFileSync(join(folder, 'labels.tsv'), 'utf8').trim().split('\n').slice(1);
  const words = labels.map((line) =>
    line.includes('duplicate') ? 'different' : line.includes('exact') ? 'same' : 'different',
  );
  writeFileSync(file, ['n\tjudgment', ...words.map((word, n) => `${n + 1}\t${word}`)].join('\n'));
  const scores = new Map(score(folder, file).map((one) => [one.of, one]));
  expect(scores.get('merges')).toMatchObject({ right: 1, judged: 11 });
  expect(scores.get('variants')).toMatchObject({ right: 10, judged: 10 });
  expect(scores.get('duplicate below 0.85')).toMatchObject({ right: 0, judged: 10 });

  writeFileSync(file, '1\tperhaps\n');
  expect(() => score(folder, file)).toThrow('perhaps');
});

it('says how sure a share is', () => {
  const [low, high] = interval({ of: 'merges', right: 98, judged: 100 });
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.930', '0.994']);
});
