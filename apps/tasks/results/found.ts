import { refuse, type Id, type Refusal, type Tx } from '@posthouse/kernel';
import { resultTables } from './tables.ts';

/** null: the task is there. */
export async function missingTask(tx: Tx, id: Id): Promise<Refusal | null> {
  const row = await resultTables(tx)
    .selectFrom('tasks_task')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? null : refuse('TASKS_UNKNOWN');
}

/** What a list is narrowed by; null: not. */
export interface Narrowed {
  readonly task: Id;
  readonly type: string | null;
  readonly subject_id: number | null;
}

export type SetTable = 'tasks_exact_group' | 'tasks_cluster';

/** The members of groups or clusters by set, ascending. */
export async function membersOf(tx: Tx, table: SetTable, sets: readonly Id[]): Promise<Map<Id, Id[]>> {
  if (sets.length === 0) return new Map();
  const db = resultTables(tx);
  const rows =
    table === 'tasks_cluster'
      ? await db
          .selectFrom('tasks_cluster_item')
          .select(['cluster_id as set', 'question_id'])
          .where('cluster_id', 'in', sets)
          .orderBy('question_id')
          .execute()
      : await db
          .selectFrom('tasks_exact_item')
          .select(['group_id as set', 'question_id'])
          .where('group_id', 'in', sets)
          .orderBy('question_id')
          .execute();
  const bySet = new Map<Id, Id[]>();
  for (const { set, question_id } of rows) {
    const members = bySet.get(set);
    if (members) members.push(question_id);
    else bySet.set(set, [question_id]);
  }
  return bySet;
}
