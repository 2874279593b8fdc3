import type { Job } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import type { Kept, Part, Piece } from '../store/results.ts';
import type { DedupInput } from './dedup-work.ts';
import { createSaving } from './saving.ts';

const place = { type: '1', subject_id: 7, subject_name: '语文', channel_code: 'zxx' };
const part = (n: number, questions: number): Part => ({ n, questions, ...place });
const counts = { exact_groups: 0, exact_pairs: 0, similar_pairs: 0, left_out: 0 };
const piece = (of: Part, { pairs = 0, last = true } = {}): Piece => ({
  part: of,
  findings: {
    exact: [],
    pairs: Array.from({ length: pairs }, (_, n) => ({
      a: n,
      b: n + 1,
      similarity: 9_000,
      verdict: 'similar',
      reason: null,
    })),
    clusters: [],
  },
  counts: last ? counts : null,
});

const op = (name: string) => ({ name, run: async () => {} });
const ops = { keep: op('keep'), progress: op('progress') };

/** What is stored of groups that come one after the other: their numbers by commit, and the checkpoints. */
async function stored(groups: readonly (readonly [Part, readonly Piece[]])[], stopAt = Infinity) {
  const commits: { groups: number[]; next: unknown }[] = [];
  const job = {
    input: { task: 1 },
    stopped: () => commits.length >= stopAt,
    async save(_op: unknown, { pieces }: Kept, checkpoint: { next: unknown }) {
      commits.push({ groups: pieces.map((one) => one.part.n), next: checkpoint.next });
    },
  } as unknown as Job<DedupInput>;
  const saving = createSaving(job, ops);
  for (const [of, pieces] of groups) await saving.add(of, pieces);
  await saving.end();
  return commits;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

describe('what is found in groups', () => {
  it('is stored of several small ones at once, and of the last ones too', async () => {
    const small = range(0, 20).map((n) => [part(n, 3), [piece(part(n, 3))]] as const);
    expect(await stored(small)).toEqual([
      { groups: range(0, 16), next: 16 },
      { groups: range(16, 20), next: 20 },
    ]);
  });

  it('does not wait for others where there was much to compare, or where much was found', async () => {
    const large = part(0, 2_000);
    const rich = part(2, 90);
    expect(
      await stored([
        [large, [piece(large)]],
        [part(1, 3), [piece(part(1, 3))]],
        [rich, [piece(rich, { pairs: 2_000, last: false }), piece(rich, { pairs: 5 })]],
      ]),
    ).toEqual([
      { groups: [0], next: 1 },
      // The group is not done: whoever continues begins it anew.
      { groups: [1, 2], next: 2 },
      { groups: [2], next: 3 },
    ]);
  });

  it('is stored while the next ones are compared, one commit at a time', async () => {
    const told: string[] = [];
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    const job = {
      input: { task: 1 },
      stopped: () => false,
      async save(_op: unknown, _kept: Kept, { next }: { next: number }) {
        told.push(`begun ${next}`);
        await written;
        told.push(`done ${next}`);
      },
    } as unknown as Job<DedupInput>;
    const saving = createSaving(job, ops);
    const large = (n: number) => [part(n, 2_000), [piece(part(n, 2_000))]] as const;
    await saving.add(...large(0));
    expect(told).toEqual(['begun 1']);
    const second = saving.add(...large(1));
    write();
    await second;
    await saving.end();
    expect(told).toEqual(['begun 1', 'done 1', 'begun 2', 'done 2']);
  });

  it('says at the next commit, or at the end, that one has failed', async () => {
    const job = {
      input: { task: 1 },
      stopped: () => false,
      save: () => Promise.reject(new Error('superseded')),
    } as unknown as Job<DedupInput>;
    const saving = createSaving(job, ops);
    await saving.add(part(0, 2_000), [piece(part(0, 2_000))]);
    await expect(saving.end()).rejects.toThrow('superseded');
  });

  it('is told within a huge group, so often as is worth a commit, and behind what was found before it', async () => {
    const commits: unknown[] = [];
    const job = {
      input: { task: 1 },
      stopped: () => false,
      async save({ name }: { name: string }, args: Partial<Kept> & { share?: number }, checkpoint: unknown) {
        commits.push([name, args.share ?? args.pieces?.map((one) => one.part.n), checkpoint]);
      },
    } as unknown as Job<DedupInput>;
    const saving = createSaving(job, ops);
    await saving.add(part(0, 1_900), [piece(part(0, 1_900))]);
    for (const share of [0, 0.1, 0.15, 0.3, 0.49, 0.5]) await saving.reach(part(1, 10_000), share);
    await saving.add(part(1, 10_000), [piece(part(1, 10_000))]);
    for (const share of [0.5, 1]) await saving.reach(part(2, 1_500), share);
    await saving.end();
    expect(commits).toEqual([
      ['keep', [0], { next: 1 }],
      ['progress', 0.3, { next: 1 }],
      ['progress', 0.5, { next: 1 }],
      ['keep', [1], { next: 2 }],
    ]);
  });

  it('is left where it is once the job is stopped', async () => {
    const small = range(0, 40).map((n) => [part(n, 3), [piece(part(n, 3))]] as const);
    expect(await stored(small, 1)).toEqual([{ groups: range(0, 16), next: 16 }]);
  });
});
