import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { draw } from './draw.ts';
import type { Reason } from '../../apps/tasks/dedup/index.ts';
import type { FoundPair } from './found-pairs.ts';
import { interval, keepJudged, score } from './judge.ts';
import type { Sourced } from './questions.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-eval-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (row: number, content: string): Sourced => ({
  id: row,
  file: 'bank.csv',
  row,
  content,
  options: [],
});
const found = (
  verdict: FoundPair['verdict'],
  row: number,
  similarity: number,
  reason: Reason = 'options',
): FoundPair => ({
  a: at(row, 'one'),
  b: at(row + 1_000, 'other'),
  verdict,
  reasons: verdict === 'variant' ? [reason] : [],
  similarity,
});
const asItStands = { ...found('exact', 300, 1), b: at(1_300, 'one') };
const pairs = [
  ...Array.from({ length: 90 }, (_, n) => found('variant', n, 1)),
  found('variant', 90, 1, 'numbers'),
  found('variant', 91, 0.8),
  ...Array.from({ length: 10 }, (_, n) => found('duplicate', 100 + n, 0.8)),
  found('exact', 200, 1),
  asItStands,
];

it('draws all near copies and evenly of the rest, the same for the same seed, and shows a judge no label', () => {
  expect(draw(pairs, 17, 7, folder)).toBe(17);
  const blind = readFileSync(join(folder, 'blind.tsv'), 'utf8');
  expect(blind.split('\n')[0]).toBe('n\ta\tb');
  expect(blind).not.toMatch(/variant|duplicate|exact|0\.8/);
  expect(blind).not.toContain('bank.csv:300');
  for (const rare of [90, 91, 200]) expect(blind).toMatch(new RegExp(`bank.csv:${rare}\\b`));
  const labels = readFileSync(join(folder, 'labels.tsv'), 'utf8');
  expect(['variant', 'duplicate', 'exact'].map((word) => labels.split(word).length - 1)).toEqual([6, 10, 1]);
  draw(pairs, 17, 7, folder);
  expect(readFileSync(join(folder, 'blind.tsv'), 'utf8')).toBe(blind);
});

it('draws so many as there are', () => {
  expect(draw(pairs, 1_000, 7, folder)).toBe(103);
});

it('joins what the judge found with the labels', () => {
  draw(pairs, 17, 7, folder);
  const file = join(folder, 'judgments.tsv');
  const labels = readFileSync(join(folder, 'labels.tsv'), 'utf8').trim().split('\n').slice(1);
  const words = labels.map((line) =>
    line.includes('duplicate') ? 'different' : line.includes('exact') ? 'same' : 'different',
  );
  writeFileSync(file, ['n\tjudgment', ...words.map((word, n) => `${n + 1}\t${word}`)].join('\n'));
  const scores = new Map(score(folder, file).map((one) => [one.of, one]));
  expect(scores.get('merges')).toMatchObject({ right: 1, judged: 11 });
  expect(scores.get('variants')).toMatchObject({ right: 6, judged: 6 });
  expect(scores.get('duplicate below 0.85')).toMatchObject({ right: 0, judged: 10 });

  const kept = keepJudged(folder, file);
  const lines = readFileSync(kept, 'utf8').trim().split('\n');
  expect(lines[0]).toBe('n\ta\tb\tjudgment\tverdict\treasons\tsimilarity');
  expect(lines).toHaveLength(18);
  expect(lines.find((line) => line.includes('exact'))).toMatch(
    /bank.csv:\d+\tbank.csv:\d+\tsame\texact\t-\t1.0000$/,
  );

  writeFileSync(file, '1\tperhaps\n');
  expect(() => score(folder, file)).toThrow('perhaps');
});

it('says how sure a share is', () => {
  const [low, high] = interval({ of: 'merges', right: 98, judged: 100 });
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.930', '0.994']);
});
