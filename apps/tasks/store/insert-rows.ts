import type { Tx } from '@posthouse/kernel';
import type { Insertable } from 'kysely';
import { tables, type TaskTables } from './tables.ts';

/** Rows of one insert: SQLite takes 32,766 values in a statement, and eleven are in the widest row. */
const AT_ONCE = 500;

/** Inserts a row for each thing, many in one statement. */
export async function insertRows<N extends keyof TaskTables, T>(
  tx: Tx,
  table: N,
  things: readonly T[],
  rowOf: (thing: T) => Insertable<TaskTables[N]>,
): Promise<void> {
  for (let from = 0; from < things.length; from += AT_ONCE) {
    const rows = things.slice(from, from + AT_ONCE).map(rowOf);
    await tables(tx).insertInto(table).values(rows).execute();
  }
}
