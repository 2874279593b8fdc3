import type { Op, Tx } from '@posthouse/kernel';
import { sql } from 'kysely';

/** How many rows a table has, as far as that costs nothing to know. */
export interface TableSize {
  readonly name: string;
  readonly rows: number;
  /** `about`: from its ids, rows deleted between them included. `at-least`: counted no further. */
  readonly exact: 'yes' | 'about' | 'at-least';
}

/** Rows of a table without ids that are counted; a full count would read all of a large table. */
const COUNTED = 10_000;

/** All tables of the store. Ids say how many rows there are without reading them. */
export const listTables: Op<null, readonly TableSize[]> = {
  name: 'hub.tables',
  async run(tx: Tx) {
    const db = tx.db<Record<string, { id: number }>>();
    const tables = await db.introspection.getTables();
    const sizes: TableSize[] = [];
    for (const { name, columns } of tables) {
      const numbered = columns.some((column) => column.name === 'id' && column.isAutoIncrementing);
      sizes.push(numbered ? await byIds(tx, name) : await byCount(tx, name));
    }
    return sizes.sort((a, b) => b.rows - a.rows || a.name.localeCompare(b.name));
  },
};

async function byIds(tx: Tx, name: string): Promise<TableSize> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select (select min(id) from ${sql.table(name)}) as first, (select max(id) from ${sql.table(name)}) as last
  `.execute(tx.db());
  const [{ first, last } = { first: null, last: null }] = rows;
  if (first === null || last === null) return { name, rows: 0, exact: 'yes' };
  return { name, rows: last - first + 1, exact: 'about' };
}

async function byCount(tx: Tx, name: string): Promise<TableSize> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from ${sql.table(name)} limit ${COUNTED + 1}) as counted
  `.execute(tx.db());
  const count = rows[0]?.count ?? 0;
  return count > COUNTED ? { name, rows: COUNTED, exact: 'at-least' } : { name, rows: count, exact: 'yes' };
}
