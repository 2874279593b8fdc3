import type { Id, Job, Key, Tx, Work, WorkFailure } from '@posthouse/kernel';
import { isRefusal } from '@posthouse/kernel';
import type { Method } from '../contract/states.ts';
import { dedupSteps, type Findings, type Question } from '../dedup/index.ts';
import { decideTask } from '../rules.ts';
import type { Filters } from '../rules/config.ts';
import type { createBankOps } from '../store/bank.ts';
import type { Clearing } from '../store/clear.ts';
import { aboutPart, type createResultOps, type Part } from '../store/results.ts';
import { taskOfKey } from '../store/rooms.ts';
import { changeTask, findTask, type TaskRow } from '../store/task-rows.ts';
import { tables } from '../store/tables.ts';
import type { Tell } from '../store/tell.ts';
import { piecesOf, similarityFrom } from './pieces.ts';
import { createSaving, type Checkpoint, type Saving } from './saving.ts';

/** What a run is given when its task starts. */
export interface DedupInput {
  readonly task: Id;
  readonly threshold: number;
  readonly method: Method;
  readonly filters: Filters;
  readonly incremental: boolean;
}

export type DedupWork = Work<DedupInput>;

/** Groups of the plan that are written or read at once, */
const PLAN_AT_ONCE = 1_000;
/** and questions. */
const QUESTIONS_AT_ONCE = 1_000;
/** The share of a group's time after which it is read, */
const READ = 0.3;
/** and compared; the rest is storing what was found. */
const COMPARED = 0.95;

/**
 * The comparison of a whole bank: a plan of groups, largest first, made once; then group by group, results, counters and
 * checkpoint in one commit. A run that is cut short goes on at the group it was in. Before all that, what an earlier run
 * has stored from there on is cleared, so that the end is the same, whatever happened on the way.
 */
export function createDedupWork(
  bank: ReturnType<typeof createBankOps>,
  results: ReturnType<typeof createResultOps>,
  { clear }: Clearing,
  tell: Tell,
  limit: number,
): DedupWork {
  return {
    name: 'tasks.dedup',
    limit,

    async run(job) {
      const begun = (job.checkpoint as Checkpoint | undefined)?.next ?? null;
      await clear(job, { task: job.input.task, from: begun ?? 0 }, { next: begun } satisfies Checkpoint);
      if (job.stopped()) return;
      const next = begun ?? (await makePlan(job));
      if (next === null) return;
      const saving = createSaving(job, results);
      try {
        await compareAll(job, next, saving);
      } finally {
        await saving.end();
      }
    },

    async done(tx, key) {
      const row = await ending(tx, key, 'done');
      if (!row) return;
      const changed = await changeTask(tx, row.id, { status: 'completed', completed_at: tx.now });
      const last = await tables(tx)
        .selectFrom('tasks_part')
        .selectAll()
        .where('task_id', '=', row.id)
        .where('n', '=', row.total_groups - 1)
        .executeTakeFirst();
      await tell.completed(tx, changed, last ? aboutPart(last) : null);
    },

    async failed(tx, key, { code }: WorkFailure) {
      const row = await ending(tx, key, 'failed');
      if (row) await tell.failed(tx, await changeTask(tx, row.id, { status: 'error', error: code }));
    },
  };

  /** Writes down which groups there are, in an order that stays, however the bank changes meanwhile. */
  async function makePlan(job: Job<DedupInput>): Promise<number | null> {
    const { task, ...asked } = job.input;
    const parts = await job.read(bank.plan, asked);
    const questions = parts.reduce((sum, part) => sum + part.questions, 0);
    const whole = { task, groups: parts.length, questions };
    for (let from = 0; from < parts.length || from === 0; from += PLAN_AT_ONCE) {
      if (job.stopped()) return null;
      const piece = parts.slice(from, from + PLAN_AT_ONCE);
      const isLast = from + PLAN_AT_ONCE >= parts.length;
      await job.save(results.plan, { ...whole, parts: piece }, { next: isLast ? 0 : null });
    }
    return 0;
  }

  /** Group by group from the one numbered `from` on, until there is none or the job is stopped. */
  async function compareAll(job: Job<DedupInput>, from: number, saving: Saving): Promise<void> {
    let next = from;
    while (!job.stopped()) {
      const parts: readonly Part[] = await job.read(bank.parts, {
        task: job.input.task,
        from: next,
        limit: PLAN_AT_ONCE,
      });
      if (parts.length === 0) return;
      for (const part of parts) {
        const found = await compare(job, part, saving);
        if (!found) return;
        await saving.add(part, piecesOf(part, found));
      }
      next += parts.length;
    }
  }

  /** One group's duplicates; null: stopped. */
  async function compare(job: Job<DedupInput>, part: Part, saving: Saving): Promise<Findings | null> {
    const { filters, method, threshold } = job.input;
    const questions: Question[] = [];
    let page: readonly Question[];
    do {
      if (job.stopped()) return null;
      const after = questions.at(-1)?.id ?? null;
      page = await job.read(bank.questions, { part, filters, after, limit: QUESTIONS_AT_ONCE });
      questions.push(...page);
      await saving.reach(part, READ * Math.min(1, questions.length / part.questions));
    } while (page.length === QUESTIONS_AT_ONCE);
    const steps = dedupSteps(
      questions,
      { method, threshold: similarityFrom(threshold) },
      { stopped: () => job.stopped() },
    );
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value ?? null;
      await saving.reach(part, READ + (COMPARED - READ) * step.value);
    }
  }
}

/** The row of a run that ends, unless a person's word came before it. */
async function ending(tx: Tx, key: Key, is: 'done' | 'failed'): Promise<TaskRow | null> {
  const id = taskOfKey(key);
  const row = id === null ? undefined : await findTask(tx, id);
  return row && !isRefusal(decideTask(row.status, { is })) ? row : null;
}
