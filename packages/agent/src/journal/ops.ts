import { refuse, type Id, type Ms, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import type { Confirmation } from '@posthouse/printing';
import type { Selectable } from 'kysely';
import type { OfferedPaper } from '../paper.ts';
import { papers, postPaper, printerKey } from './box.ts';
import { tables, type PaperTable } from './tables.ts';

export type PaperRow = Selectable<PaperTable>;

/** Unrecorded ends that one look finds. */
const LOOK = 200;

/**
 * Takes a paper into the journal. Offered again, it is the row that is there: nothing is written twice under one key.
 * An attempt whose predecessor is open here is refused; one that has not begun makes way for it.
 */
export const accept: Op<{ printer: string; paper: OfferedPaper; expires: Ms | null }, PaperRow | Refusal> = {
  name: 'agent.accept',
  async run(tx, { printer, paper, expires }) {
    const { epoch, job, copy, attempt, item, priority, receipt } = paper;
    const siblings = await tables(tx)
      .selectFrom('agent_paper')
      .selectAll()
      .where('epoch', '=', epoch)
      .where('job', '=', job)
      .where('copy', '=', copy)
      .execute();
    const known = siblings.find((row) => row.attempt === attempt);
    if (known) return known;
    const open = siblings.filter(({ state }) => state !== 'over');
    if (open.some(({ state }) => state === 'writing')) return refuse('AGENT_ATTEMPT_OPEN', { attempt });
    for (const row of open) await takeBack(tx, row);
    const { id } = await tables(tx)
      .insertInto('agent_paper')
      .values({
        printer,
        epoch,
        job,
        copy,
        attempt,
        item,
        local: 0,
        state: 'accepted',
        how: null,
        report: null,
        accepted_at: tx.now,
        over_at: null,
        recorded: 0,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const local = await postPaper(tx, printerKey(printer), { paper: id, priority, receipt }, expires);
    return tables(tx)
      .updateTable('agent_paper')
      .set({ local })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  },
};

/** A hub with another epoch was restored from a backup and asks people about these: what has not begun never does. */
export const forgetOtherEpochs: Op<{ epoch: string }, number> = {
  name: 'agent.forget-other-epochs',
  async run(tx, { epoch }) {
    const rows = await tables(tx)
      .selectFrom('agent_paper')
      .selectAll()
      .where('state', '=', 'accepted')
      .where('epoch', '!=', epoch)
      .execute();
    for (const row of rows) await takeBack(tx, row);
    return rows.length;
  },
};

async function takeBack(tx: Tx, { printer, id }: PaperRow): Promise<void> {
  await tx.revoke(papers, printerKey(printer), String(id));
}

export const paperById: Op<{ paper: Id }, PaperRow | null> = {
  name: 'agent.paper',
  run: async (tx, { paper }) =>
    (await tables(tx).selectFrom('agent_paper').selectAll().where('id', '=', paper).executeTakeFirst()) ??
    null,
};

/** Papers of a printer that are over and that the hub may not know to be. */
export const unrecorded: Op<{ printer: string }, readonly PaperRow[]> = {
  name: 'agent.unrecorded',
  run: (tx, { printer }) =>
    tables(tx)
      .selectFrom('agent_paper')
      .selectAll()
      .where('state', '=', 'over')
      .where('recorded', '=', 0)
      .where('printer', '=', printer)
      .orderBy('id')
      .limit(LOOK)
      .execute(),
};

export const markRecorded: Op<{ paper: Id }, void> = {
  name: 'agent.recorded',
  async run(tx, { paper }) {
    await tables(tx).updateTable('agent_paper').set({ recorded: 1 }).where('id', '=', paper).execute();
  },
};

export const learned: Op<{ printer: string }, Confirmation | null> = {
  name: 'agent.learned',
  async run(tx, { printer }) {
    const row = await tables(tx)
      .selectFrom('agent_printer')
      .select('confirm')
      .where('printer', '=', printer)
      .executeTakeFirst();
    return (row?.confirm as Confirmation | undefined) ?? null;
  },
};

export const learn: Op<{ printer: string; confirm: Confirmation }, void> = {
  name: 'agent.learn',
  async run(tx, row) {
    await tables(tx)
      .insertInto('agent_printer')
      .values(row)
      .onConflict((conflict) => conflict.column('printer').doUpdateSet({ confirm: row.confirm }))
      .execute();
  },
};
