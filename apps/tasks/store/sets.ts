import type { Id, Tx } from '@posthouse/kernel';
import { sql, type Insertable } from 'kysely';
import { tables, type TaskTables } from './tables.ts';

/** Sets of questions that belong together: a row each, and one for each member. */
export type SetTable = 'tasks_exact_group' | 'tasks_cluster';

/** The table of a set's members, and the column that says whose they are. */
export const itemsOf = (table: SetTable) =>
  table === 'tasks_cluster'
    ? { items: sql.table('tasks_cluster_item'), owner: sql.ref('cluster_id') }
    : { items: sql.table('tasks_exact_item'), owner: sql.ref('group_id') };

/** Begins a set; its members follow. */
export async function insertSet<N extends SetTable>(
  tx: Tx,
  table: N,
  row: Insertable<TaskTables[N]>,
): Promise<Id> {
  const { id } = await tables(tx)
    .insertInto<SetTable>(table)
    .values(row as never)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Makes room for more members in the set of a group of the plan that was begun last. */
export async function lengthenLast(
  tx: Tx,
  table: SetTable,
  { task_id, part }: { readonly task_id: Id; readonly part: number },
  by: number,
): Promise<Id> {
  const { rows } = await sql<{ id: Id }>`select max(id) as id from ${sql.table(table)}
    where task_id = ${task_id} and part = ${part}`.execute(tables(tx));
  return lengthen(tx, table, rows[0]!.id, by);
}

/** Makes room for more members in a set. */
export async function lengthen(tx: Tx, table: SetTable, id: Id, by: number): Promise<Id> {
  await sql`update ${sql.table(table)} set question_count = question_count + ${by} where id = ${id}`.execute(
    tables(tx),
  );
  return id;
}

/** Takes members out of a set, which stays, though it were empty. */
export async function dropMembers(tx: Tx, table: SetTable, id: Id, ids: readonly Id[]): Promise<void> {
  const { items, owner } = itemsOf(table);
  await sql`delete from ${items} where ${owner} = ${id} and question_id in (${sql.join(ids)})`.execute(
    tables(tx),
  );
  await lengthen(tx, table, id, -ids.length);
}
