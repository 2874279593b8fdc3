import type { Id, Ms, Op, Tx } from '@posthouse/kernel';
import { sql } from 'kysely';
import { tables } from './tables.ts';

/** As many as the virtual printer shows. */
export const MOST_PAPERS = 50;
/** Of packed sheets, all together: a receipt takes about one of four thousand parts of it. */
export const MOST_BYTES = 4_000_000;

export interface VirtualPaperRow {
  readonly id: Id;
  readonly at: Ms;
  readonly sheet: string;
}

/** Gives a paper its number; the oldest make way. One that is too large for all the room is numbered and not kept. */
const keep: Op<{ at: Ms; sheet: string }, Id> = {
  name: 'print.virtual.keep',
  async run(tx, paper) {
    const { id } = await tables(tx)
      .insertInto('print_virtual_paper')
      .values(paper)
      .returning('id')
      .executeTakeFirstOrThrow();
    await makeRoom(tx);
    return id;
  },
};

async function makeRoom(tx: Tx): Promise<void> {
  const rows = await tables(tx)
    .selectFrom('print_virtual_paper')
    .select(['id', sql<number>`length(sheet)`.as('bytes')])
    .orderBy('id', 'desc')
    .execute();
  let [count, used] = [0, 0];
  const over: Id[] = [];
  for (const { id, bytes } of rows) {
    if (count === MOST_PAPERS || used + bytes > MOST_BYTES) over.push(id);
    else [count, used] = [count + 1, used + bytes];
  }
  if (over.length > 0) await tables(tx).deleteFrom('print_virtual_paper').where('id', 'in', over).execute();
}

/** Oldest first. */
const list: Op<null, readonly VirtualPaperRow[]> = {
  name: 'print.virtual.papers',
  run: (tx) => tables(tx).selectFrom('print_virtual_paper').selectAll().orderBy('id').execute(),
};

export const virtualPaperOps = { keep, list };
