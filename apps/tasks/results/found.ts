import { refuse, type Id, type Refusal, type Tx } from '@posthouse/kernel';
import { sql } from 'kysely';
import { itemsOf, type SetTable } from '../store/sets.ts';
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

/** The members of groups or clusters by set, ascending. */
export async function membersOf(tx: Tx, table: SetTable, sets: readonly Id[]): Promise<Map<Id, Id[]>> {
  if (sets.length === 0) return new Map();
  const { items, owner } = itemsOf(table);
  const { rows } = await sql<{ set: Id; question_id: Id }>`select ${owner} as "set", question_id from ${items}
    where ${owner} in (${sql.join(sets)}) order by question_id`.execute(resultTables(tx));
  const bySet = new Map<Id, Id[]>();
  for (const { set, question_id } of rows) {
    const members = bySet.get(set);
    if (members) members.push(question_id);
    else bySet.set(set, [question_id]);
  }
  return bySet;
}

/** Members of one set, ascending, from one of them on. */
export async function membersAfter(
  tx: Tx,
  table: SetTable,
  set: Id,
  { after, limit }: { readonly after: Id; readonly limit: number },
): Promise<Id[]> {
  const { items, owner } = itemsOf(table);
  const { rows } = await sql<{ id: Id }>`select question_id as id from ${items}
    where ${owner} = ${set} and question_id > ${after} order by question_id limit ${limit}`.execute(
    resultTables(tx),
  );
  return rows.map(({ id }) => id);
}
