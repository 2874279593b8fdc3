import { isRefusal, refuse, type Id, type Op, type Refusal } from '@posthouse/kernel';
import type { VerificationType } from '../contract/states.ts';
import type { LocalTime } from '../local-time.ts';
import { underWay } from '../results/keep/room.ts';
import { decideTask } from '../rules.ts';
import { findTask } from '../store/task-rows.ts';
import type { Tell } from '../store/tell.ts';
import { findVerification, verifyingOf, verifyTables, type VerificationRow } from './tables.ts';
import { verifyKey, type VerifyWork } from './work.ts';

interface Asked {
  readonly task: Id;
  readonly type: VerificationType;
  readonly reset: boolean;
  readonly batch: number;
  readonly by: string;
}

/** A verification as people see it. */
export function toVerification(row: VerificationRow, { iso }: LocalTime) {
  const { state, type, reset, total, seen, filtered, error, by, created_at, ended_at } = row;
  return {
    state,
    verification_type: type,
    total_pairs: total,
    seen_pairs: seen,
    verified_pairs: seen - filtered,
    filtered_pairs: filtered,
    task_reset: reset === 1 && state === 'done',
    error,
    by,
    created_at: iso(created_at),
    ended_at: ended_at === null ? null : iso(ended_at),
  };
}
export type Verification = ReturnType<typeof toVerification>;

/** Asking for a second verification, and how it gets on. */
export function createVerifyOps(work: VerifyWork, tell: Tell, time: LocalTime) {
  const begin: Op<Asked, Verification | Refusal> = {
    name: 'tasks.verify.begin',
    async run(tx, { task, type, reset, batch, by }) {
      await tx.lock('tasks_task', task);
      const row = await findTask(tx, task);
      if (!row) return refuse('TASKS_UNKNOWN');
      const deed = decideTask(row.status, { is: 'verify' });
      if (isRefusal(deed)) return deed;
      if ((await findVerification(tx, task))?.state === 'running') return refuse('TASKS_VERIFY_BUSY');
      if (await underWay(tx, task)) return refuse('TASKS_KEEP_BUSY');
      const exact = type === 'all';
      const asked = {
        state: 'running' as const,
        type,
        reset: reset ? 1 : 0,
        total: row.similar_duplicate_pairs + (exact ? row.exact_duplicate_pairs : 0),
        seen: 0,
        filtered: 0,
        error: null,
        by,
        created_at: tx.now,
        ended_at: null,
      };
      const begun = await verifyTables(tx)
        .insertInto('tasks_verification')
        .values({ task_id: task, ...asked })
        .onConflict((conflict) => conflict.column('task_id').doUpdateSet(asked))
        .returningAll()
        .executeTakeFirstOrThrow();
      await tx.work(work, verifyKey(task), { task, exact, batch }, { from: 'start' });
      await tell.progress(tx, row, { verifying: verifyingOf(begun)! });
      return toVerification(begun, time);
    },
  };

  const get: Op<{ task: Id }, Verification | Refusal> = {
    name: 'tasks.verify.get',
    async run(tx, { task }) {
      if (!(await findTask(tx, task))) return refuse('TASKS_UNKNOWN');
      const row = await findVerification(tx, task);
      return row ? toVerification(row, time) : refuse('TASKS_VERIFY_NONE');
    },
  };

  return { begin, get };
}
