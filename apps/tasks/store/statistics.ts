import { refuse, type Id, type Op, type Refusal } from '@posthouse/kernel';
import { sql } from 'kysely';
import type { Task } from '../contract/task.ts';
import { typeName } from '../contract/types.ts';
import type { LocalTime } from '../local-time.ts';
import { byPlace } from './bank.ts';
import { findTask, toTask } from './task-rows.ts';
import { tables } from './tables.ts';

export interface Statistics {
  readonly task: Task;
  readonly summary: {
    /** Questions that could go, each being a copy of one that stays. */
    readonly total_duplicates: number;
    readonly exact_duplicate_groups: number;
    readonly exact_duplicate_pairs: number;
    readonly similar_duplicate_pairs: number;
    /** Questions that are left when of each set of copies one stays. */
    readonly unique_question_count: number;
    /** Pairs that look alike and mean something else. */
    readonly variant_pairs: number;
    /** Pairs that were found and not kept, since one group had too many: the threshold is low. */
    readonly pairs_left_out: number;
  };
  readonly by_type: readonly (Found & { type: string; type_name: string })[];
  readonly by_subject: readonly (Found & { subject_id: number | null; subject_name: string | null })[];
}

interface Found {
  readonly exact_groups: number;
  readonly similar_pairs: number;
}

/**
 * What a task has found (contract §6), counted by questions: of a cluster of n, n - 1 are too many. Types and subjects
 * with similar pairs alone are there too (fault 11).
 */
export function createStatisticsOp(time: LocalTime): Op<{ id: Id }, Statistics | Refusal> {
  return {
    name: 'tasks.task.statistics',
    async run(tx, { id }) {
      const row = await findTask(tx, id);
      if (!row) return refuse('TASKS_UNKNOWN');
      const db = tables(tx);
      const parts = await db
        .selectFrom('tasks_part')
        .select([
          'type',
          'subject_id',
          sql<string | null>`max(subject_name)`.as('subject_name'),
          sql<number>`cast(sum(exact_groups) as bigint)`.as('exact_groups'),
          sql<number>`cast(sum(similar_pairs) as bigint)`.as('similar_pairs'),
        ])
        .where('task_id', '=', id)
        .where((eb) => eb.or([eb('exact_groups', '>', 0), eb('similar_pairs', '>', 0)]))
        .groupBy(['type', 'subject_id'])
        .execute();
      parts.sort(byPlace);
      const { total_duplicates } = await db
        .selectFrom('tasks_cluster')
        .select(sql<number>`cast(coalesce(sum(question_count - 1), 0) as bigint)`.as('total_duplicates'))
        .where('task_id', '=', id)
        .executeTakeFirstOrThrow();
      const { variants } = await db
        .selectFrom('tasks_pair')
        .select((eb) => eb.fn.countAll<number>().as('variants'))
        .where('task_id', '=', id)
        .where('verdict', '=', 'variant')
        .executeTakeFirstOrThrow();
      const { pairs_left_out } = await db
        .selectFrom('tasks_part')
        .select(sql<number>`cast(coalesce(sum(left_out), 0) as bigint)`.as('pairs_left_out'))
        .where('task_id', '=', id)
        .executeTakeFirstOrThrow();
      const task = toTask(row, time);
      return {
        task,
        summary: {
          total_duplicates,
          exact_duplicate_groups: task.exact_duplicate_groups,
          exact_duplicate_pairs: task.exact_duplicate_pairs,
          similar_duplicate_pairs: task.similar_duplicate_pairs,
          unique_question_count: Math.max(0, task.total_questions - total_duplicates),
          variant_pairs: variants,
          pairs_left_out,
        },
        by_type: summed(
          parts,
          ({ type }) => type,
          ({ type }) => ({ type, type_name: typeName(type) }),
        ),
        by_subject: summed(
          parts,
          ({ subject_id }) => subject_id,
          ({ subject_id, subject_name }) => ({ subject_id, subject_name }),
        ),
      };
    },
  };
}

function summed<P extends Found, N extends object>(
  parts: readonly P[],
  keyOf: (part: P) => string | number | null,
  nameOf: (part: P) => N,
): (N & Found)[] {
  return [...Map.groupBy(parts, keyOf).values()].map((same) => ({
    ...nameOf(same[0]!),
    exact_groups: same.reduce((sum, { exact_groups }) => sum + exact_groups, 0),
    similar_pairs: same.reduce((sum, { similar_pairs }) => sum + similar_pairs, 0),
  }));
}
