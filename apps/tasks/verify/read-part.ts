import type { Id, Job, Op } from '@posthouse/kernel';
import type { PartResults } from './part.ts';
import type { FoundPart, Paged, VerifyReads } from './reads.ts';
import type { VerifyInput } from './work.ts';

/** Pairs and sets read at once. */
const AT_ONCE = 500;

export type Marks = ReadonlyMap<number, string>;

/** All that is stored of one group of the plan; null: stopped. */
export async function readResults(
  job: Job<VerifyInput>,
  { pairs, groups, clusters }: VerifyReads,
  { n }: FoundPart,
): Promise<PartResults | null> {
  const all = { pairs: await readAll(job, pairs, n), groups: await readAll(job, groups, n) };
  const results = { ...all, clusters: await readAll(job, clusters, n) };
  return job.stopped() ? null : results;
}

/** What must be equal of the questions of these results; `looked` hears which share of them is read. null: stopped. */
export async function readMarks(
  job: Job<VerifyInput>,
  { marks }: VerifyReads,
  { type }: FoundPart,
  { pairs, groups }: PartResults,
  looked: (share: number) => Promise<void>,
): Promise<Marks | null> {
  const { exact, batch } = job.input;
  const wanted = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  if (exact) for (const { ids } of groups) for (const id of ids) wanted.add(id);
  const questions = [...wanted];
  const read = new Map<number, string>();
  for (let from = 0; from < questions.length; from += 2 * batch) {
    if (job.stopped()) return null;
    const ids = questions.slice(from, from + 2 * batch);
    for (const [id, mark] of await job.read(marks, { type, ids })) read.set(id, mark);
    await looked(Math.min(1, (from + ids.length) / questions.length));
  }
  return read;
}

async function readAll<R extends { readonly id: Id }>(
  job: Job<VerifyInput>,
  op: Op<Paged, readonly R[]>,
  part: number,
): Promise<R[]> {
  const all: R[] = [];
  let page: readonly R[];
  do {
    if (job.stopped()) return all;
    page = await job.read(op, { task: job.input.task, part, after: all.at(-1)?.id ?? 0, limit: AT_ONCE });
    all.push(...page);
  } while (page.length === AT_ONCE);
  return all;
}
