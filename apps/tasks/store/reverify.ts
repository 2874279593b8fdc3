import { isRefusal, refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { decideTask } from '../rules.ts';
import { components } from '../rules/regroup.ts';
import { classesOf, markOf } from '../rules/verify.ts';
import { comparedById } from './bank.ts';
import { insertRows } from './insert-rows.ts';
import { changeTask, findTask } from './task-rows.ts';
import { tables } from './tables.ts';
import type { Tell } from './tell.ts';

/** What of one batch of pairs or groups does not stand. */
export interface Look {
  /** Pairs that were looked at. */
  readonly pairs: number;
  /** Rows of `tasks_pair` that go. */
  readonly failed: readonly Id[];
  readonly splits: readonly Split[];
  /** From where the next batch goes on; null: that was all. */
  readonly next: Id | null;
}

/** An exact group that falls apart into classes of equals. */
export interface Split {
  readonly group: Id;
  readonly classes: readonly (readonly number[])[];
}

interface Batch {
  readonly task: Id;
  readonly after: Id;
  readonly limit: number;
}

const NOTHING: Look = { pairs: 0, failed: [], splits: [], next: null };
const AT_ONCE = 500;

/** The second verification of a completed task (contract §9): looked through in batches, applied in one commit. */
export function createReverifyOps(tell: Tell) {
  const lookAtPairs: Op<Batch, Look> = {
    name: 'tasks.reverify.pairs',
    async run(tx, { task, after, limit }) {
      if (!(await isCompleted(tx, task))) return NOTHING;
      const pairs = await tables(tx)
        .selectFrom('tasks_pair')
        .select(['id', 'type', 'question_id_1', 'question_id_2'])
        .where('task_id', '=', task)
        .where('verdict', '=', 'similar')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      const known = await comparedById(
        tx,
        pairs.flatMap(({ question_id_1, question_id_2 }) => [question_id_1, question_id_2]),
      );
      const failed = pairs.filter(({ type, question_id_1, question_id_2 }) => {
        const [first, second] = [known.get(question_id_1), known.get(question_id_2)];
        return !first || !second || markOf(type, first) !== markOf(type, second);
      });
      return {
        pairs: pairs.length,
        failed: failed.map(({ id }) => id),
        splits: [],
        next: pairs.length < limit ? null : pairs.at(-1)!.id,
      };
    },
  };

  const lookAtGroups: Op<Batch, Look> = {
    name: 'tasks.reverify.groups',
    async run(tx, { task, after, limit }) {
      if (!(await isCompleted(tx, task))) return NOTHING;
      const groups = await tables(tx)
        .selectFrom('tasks_exact_group')
        .select(['id', 'type', 'question_count'])
        .where('task_id', '=', task)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      const splits: Split[] = [];
      const membersBy = await membersOfAll(
        tx,
        groups.map(({ id }) => id),
      );
      const known = await comparedById(tx, [...membersBy.values()].flat());
      for (const { id, type } of groups) {
        const members = membersBy.get(id) ?? [];
        const classes = classesOf(members, (member) => {
          const question = known.get(member);
          return question ? markOf(type, question) : `gone/${member}`;
        });
        if (classes.length > 1) splits.push({ group: id, classes });
      }
      return {
        pairs: groups.reduce((sum, { question_count }) => sum + pairsOf(question_count), 0),
        failed: [],
        splits,
        next: groups.length < limit ? null : groups.at(-1)!.id,
      };
    },
  };

  const apply: Op<
    { id: Id; failed: readonly Id[]; splits: readonly Split[]; reset: boolean },
    { filtered: number } | Refusal
  > = {
    name: 'tasks.reverify.apply',
    async run(tx, { id, failed, splits, reset }) {
      await tx.lock('tasks_task', id);
      const row = await findTask(tx, id);
      if (!row) return refuse('TASKS_UNKNOWN');
      const deed = decideTask(row.status, { is: 'verify' });
      if (isRefusal(deed)) return deed;
      const parts = new Set<number>();
      const similar = await dropPairs(tx, id, failed, parts);
      let [groups, exact] = [0, 0];
      for (const split of splits) {
        const less = await splitGroup(tx, id, split, parts);
        groups += less.groups;
        exact += less.pairs;
      }
      for (const part of parts) await regroup(tx, id, part);
      const changed = await changeTask(tx, id, {
        similar_duplicate_pairs: row.similar_duplicate_pairs - similar,
        exact_duplicate_groups: row.exact_duplicate_groups - groups,
        exact_duplicate_pairs: row.exact_duplicate_pairs - exact,
        ...(reset && { status: 'pending', processed_groups: 0, completed_at: null }),
      });
      await tell.progress(tx, changed, reset ? { message: deed.message } : {});
      return { filtered: similar + exact };
    },
  };

  return { lookAtPairs, lookAtGroups, apply };
}

const pairsOf = (members: number): number => (members * (members - 1)) / 2;

async function isCompleted(tx: Tx, task: Id): Promise<boolean> {
  return (await findTask(tx, task))?.status === 'completed';
}

/** The members of groups, ascending. */
async function membersOfAll(tx: Tx, groups: readonly Id[]): Promise<ReadonlyMap<Id, number[]>> {
  const members = new Map<Id, number[]>(groups.map((id) => [id, []]));
  for (let from = 0; from < groups.length; from += AT_ONCE) {
    const rows = await tables(tx)
      .selectFrom('tasks_exact_item')
      .select(['group_id', 'question_id'])
      .where('group_id', 'in', groups.slice(from, from + AT_ONCE))
      .orderBy('question_id')
      .execute();
    for (const { group_id, question_id } of rows) members.get(group_id)!.push(question_id);
  }
  return members;
}

/** How many went; the parts they were in are added to `parts`. */
async function dropPairs(tx: Tx, task: Id, ids: readonly Id[], parts: Set<number>): Promise<number> {
  let dropped = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const gone = await tables(tx)
      .deleteFrom('tasks_pair')
      .where('task_id', '=', task)
      .where('id', 'in', ids.slice(from, from + AT_ONCE))
      .returning('part')
      .execute();
    dropped += gone.length;
    for (const [part, { length }] of Map.groupBy(gone, (pair) => pair.part)) {
      parts.add(part);
      await lessen(tx, task, part, { similar_pairs: length });
    }
  }
  return dropped;
}

/** The largest class keeps the row; other classes of two and more get their own. Says how much less there is. */
async function splitGroup(tx: Tx, task: Id, { group, classes }: Split, parts: Set<number>) {
  const db = tables(tx);
  const row = await db
    .deleteFrom('tasks_exact_group')
    .where('id', '=', group)
    .where('task_id', '=', task)
    .returningAll()
    .executeTakeFirst();
  if (!row) return { groups: 0, pairs: 0 };
  await db.deleteFrom('tasks_exact_item').where('group_id', '=', group).execute();
  const { id: _, ...common } = row;
  const left = classes.filter(({ length }) => length > 1);
  for (const ids of left) {
    const { id } = await db
      .insertInto('tasks_exact_group')
      .values({ ...common, question_count: ids.length })
      .returning('id')
      .executeTakeFirstOrThrow();
    await insertRows(tx, 'tasks_exact_item', ids, (question_id) => ({ group_id: id, question_id }));
  }
  const pairs = pairsOf(row.question_count) - left.reduce((sum, { length }) => sum + pairsOf(length), 0);
  parts.add(row.part);
  await lessen(tx, task, row.part, { exact_groups: 1 - left.length, exact_pairs: pairs });
  return { groups: 1 - left.length, pairs };
}

async function lessen(
  tx: Tx,
  task: Id,
  part: number,
  { similar_pairs = 0, exact_groups = 0, exact_pairs = 0 },
): Promise<void> {
  await tables(tx)
    .updateTable('tasks_part')
    .set((eb) => ({
      similar_pairs: eb('similar_pairs', '-', similar_pairs),
      exact_groups: eb('exact_groups', '-', exact_groups),
      exact_pairs: eb('exact_pairs', '-', exact_pairs),
    }))
    .where('task_id', '=', task)
    .where('n', '=', part)
    .execute();
}

/** What is left of a part's clusters: members that still hang together by a pair or an exact group. */
async function regroup(tx: Tx, task: Id, part: number): Promise<void> {
  const db = tables(tx);
  const links: (readonly [number, number])[] = [];
  const pairs = await db
    .selectFrom('tasks_pair')
    .select(['question_id_1', 'question_id_2'])
    .where('task_id', '=', task)
    .where('part', '=', part)
    .where('verdict', '=', 'similar')
    .execute();
  for (const { question_id_1, question_id_2 } of pairs) links.push([question_id_1, question_id_2]);
  const groups = await db
    .selectFrom('tasks_exact_group')
    .select('id')
    .where('task_id', '=', task)
    .where('part', '=', part)
    .execute();
  const membersBy = await membersOfAll(
    tx,
    groups.map(({ id }) => id),
  );
  for (const [first, ...rest] of membersBy.values()) {
    for (const other of rest) links.push([first!, other]);
  }
  const clusters = await db
    .selectFrom('tasks_cluster')
    .selectAll()
    .where('task_id', '=', task)
    .where('part', '=', part)
    .execute();
  for (const { id, representative, ...common } of clusters) {
    const gone = await db
      .deleteFrom('tasks_cluster_item')
      .where('cluster_id', '=', id)
      .returning('question_id')
      .execute();
    await db.deleteFrom('tasks_cluster').where('id', '=', id).execute();
    const members = gone.map(({ question_id }) => question_id);
    for (const ids of components(members, links)) {
      const { id: cluster_id } = await db
        .insertInto('tasks_cluster')
        .values({
          ...common,
          representative: ids.includes(representative) ? representative : ids[0]!,
          question_count: ids.length,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await insertRows(tx, 'tasks_cluster_item', ids, (question_id) => ({ cluster_id, question_id }));
    }
  }
}
