import type { Id, Op, Tx } from '@posthouse/kernel';
import type { Verdict } from '../contract/states.ts';
import { typeName } from '../contract/types.ts';
import type { CurrentGroup } from '../contract/task.ts';
import { insertRows } from './insert-rows.ts';
import { insertSet, lengthenLast } from './sets.ts';
import { changeTask, findTask } from './task-rows.ts';
import { tables, type Place } from './tables.ts';
import type { Tell } from './tell.ts';

/** One group of the plan: what its work reads, and where its results belong. */
export interface Part extends Place {
  readonly n: number;
  readonly questions: number;
}

/** Members of a set: all, or some of thousands, which are stored one piece after the other. */
export interface Members {
  readonly ids: readonly number[];
  /** They join the set that was stored last. */
  readonly more: boolean;
}

/** What was found in a group, or a bounded piece of it. */
export interface Findings {
  readonly exact: readonly ({ readonly hash: string } & Members)[];
  readonly pairs: readonly {
    readonly a: number;
    readonly b: number;
    /** Ten-thousandths. */
    readonly similarity: number;
    readonly verdict: Verdict;
    readonly reason: string | null;
  }[];
  readonly clusters: readonly ({ readonly representative: number } & Members)[];
}

/** A piece of a group's results. The last piece carries the counts, and the task moves on with it. */
export interface Piece {
  readonly part: Part;
  readonly findings: Findings;
  readonly counts: Counts | null;
}

/** What one commit keeps: several small groups, or a piece of a large one. */
export interface Kept {
  readonly task: Id;
  readonly pieces: readonly Piece[];
}

export interface Counts {
  readonly exact_groups: number;
  readonly exact_pairs: number;
  readonly similar_pairs: number;
  readonly left_out: number;
}

export function createResultOps(tell: Tell) {
  const plan: Op<{ task: Id; parts: readonly Part[]; groups: number; questions: number }, void> = {
    name: 'tasks.result.plan',
    async run(tx, { task, parts, groups, questions }) {
      if (parts[0]?.n === 0 || parts.length === 0) {
        await tables(tx).deleteFrom('tasks_part').where('task_id', '=', task).execute();
      }
      await insertRows(tx, 'tasks_part', parts, (part) => ({ ...part, task_id: task }));
      await changeTask(tx, task, { total_groups: groups, total_questions: questions });
    },
  };

  const keep: Op<Kept, void> = {
    name: 'tasks.result.keep',
    async run(tx, { task, pieces }) {
      const found = { exact_groups: 0, exact_pairs: 0, similar_pairs: 0 };
      let last: Part | null = null;
      for (const { part, findings, counts } of pieces) {
        await insertFindings(tx, task, part, findings);
        if (!counts) continue;
        await countPart(tx, task, part, counts);
        found.exact_groups += counts.exact_groups;
        found.exact_pairs += counts.exact_pairs;
        found.similar_pairs += counts.similar_pairs;
        last = part;
      }
      const before = await findTask(tx, task);
      if (!last || !before) return;
      const row = await changeTask(tx, task, {
        processed_groups: last.n + 1,
        group_share: 0,
        exact_duplicate_groups: before.exact_duplicate_groups + found.exact_groups,
        exact_duplicate_pairs: before.exact_duplicate_pairs + found.exact_pairs,
        similar_duplicate_pairs: before.similar_duplicate_pairs + found.similar_pairs,
      });
      // The last group is told with `completed`, when the task is.
      if (row.processed_groups < row.total_groups) await tell.progress(tx, row, aboutPart(last));
    },
  };

  /** How far the group in work is. A run that begins it anew is behind what was said before: that stays. */
  const progress: Op<{ task: Id; part: Part; share: number }, void> = {
    name: 'tasks.result.progress',
    async run(tx, { task, part, share }) {
      const before = await findTask(tx, task);
      const group_share = Math.floor(share * 10_000);
      if (!before || group_share <= before.group_share) return;
      await tell.progress(tx, await changeTask(tx, task, { group_share }), aboutPart(part, '正在比较分组'));
    },
  };

  return { plan, keep, progress };
}

/** What is said of a group (contract §2); a missing subject is left out (fault 15). */
export function aboutPart({ type, subject_name, channel_code }: Place, what = '已完成分组') {
  const type_name = typeName(type);
  const current_group: CurrentGroup = { type_name, subject_name, channel_code };
  return {
    current_group,
    message: `${what}: ${subject_name === null ? type_name : `${type_name} - ${subject_name}`}`,
  };
}

async function countPart(tx: Tx, task: Id, { n }: Part, counts: Counts): Promise<void> {
  await tables(tx)
    .updateTable('tasks_part')
    .set(counts)
    .where('task_id', '=', task)
    .where('n', '=', n)
    .execute();
}

const placeOf = ({ type, subject_id, subject_name, channel_code }: Place): Place => ({
  type,
  subject_id,
  subject_name,
  channel_code,
});

async function insertFindings(tx: Tx, task: Id, part: Part, { exact, pairs, clusters }: Findings) {
  const where = { task_id: task, part: part.n, ...placeOf(part) };
  for (const { hash, ids, more } of exact) {
    const group = { content_hash: hash, question_count: ids.length, detected_at: tx.now };
    const group_id = more
      ? await lengthenLast(tx, 'tasks_exact_group', where, ids.length)
      : await insertSet(tx, 'tasks_exact_group', { ...where, ...group });
    await insertRows(tx, 'tasks_exact_item', ids, (question_id) => ({ group_id, question_id }));
  }
  await insertRows(tx, 'tasks_pair', pairs, ({ a, b, ...pair }) => ({
    ...where,
    question_id_1: a,
    question_id_2: b,
    ...pair,
    detected_at: tx.now,
  }));
  for (const { representative, ids, more } of clusters) {
    const cluster_id = more
      ? await lengthenLast(tx, 'tasks_cluster', where, ids.length)
      : await insertSet(tx, 'tasks_cluster', { ...where, representative, question_count: ids.length });
    await insertRows(tx, 'tasks_cluster_item', ids, (question_id) => ({ cluster_id, question_id }));
  }
}
