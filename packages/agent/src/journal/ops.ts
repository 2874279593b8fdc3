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
 * An attempt whose predecessor is open here is refused; one that has not begun makes way for it. So is one that comes
 * behind its successor.
 *
 * A hub that was restored from a backup comes with another epoch and may ask for what it does not know to be here:
 * the same paper of another epoch counts as a predecessor, and where that was printed, the answer is its end.
 */
export const accept: Op<{ printer: string; paper: OfferedPaper; expires: Ms | null }, PaperRow | Refusal> = {
  name: 'agent.accept',
  async run(tx, { printer, paper, expires }) {
    const { epoch, job, copy, attempt, priority, receipt } = paper;
    const siblings = (await papersOf(tx, job, copy)).filter((row) => isSame(row, paper));
    const known = siblings.find((row) => row.epoch === epoch && row.attempt === attempt);
    if (known) return known;
    // One that was held up here, by a full disk say, until a person had asked for the next.
    if (siblings.some((row) => row.epoch === epoch && row.attempt > attempt)) {
      return refuse('AGENT_ATTEMPT_PAST', { attempt });
    }
    const open = siblings.filter(({ state }) => state !== 'over');
    if (open.some(({ state }) => state === 'writing')) return refuse('AGENT_ATTEMPT_OPEN', { attempt });
    for (const row of open) await takeBack(tx, row);
    const printed = siblings.find((row) => row.epoch !== epoch && row.how === 'done');
    if (printed) return insert(tx, printer, paper, printed);
    const { id } = await insert(tx, printer, paper, null);
    const local = await postPaper(tx, printerKey(printer), { paper: id, priority, receipt }, expires);
    return tables(tx)
      .updateTable('agent_paper')
      .set({ local })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  },
};

/**
 * Whether the journal would take this paper: what accepting writes is written and taken back, so that a full disk or a
 * damaged file is found out while the paper is still the hub's.
 */
export const tryOut: Op<{ printer: string; paper: OfferedPaper }, void> = {
  name: 'agent.try-out',
  async run(tx, { printer, paper }) {
    const { epoch, job, copy, attempt } = paper;
    const siblings = await papersOf(tx, job, copy);
    if (siblings.some((row) => row.epoch === epoch && row.attempt === attempt)) return;
    const { id } = await insert(tx, printer, paper, null);
    await tables(tx).deleteFrom('agent_paper').where('id', '=', id).execute();
  },
};

function papersOf(tx: Tx, job: number, copy: number): Promise<PaperRow[]> {
  return tables(tx)
    .selectFrom('agent_paper')
    .selectAll()
    .where('job', '=', job)
    .where('copy', '=', copy)
    .execute();
}

/** In one epoch by its number; in another, where a number may mean another job, by what is on it as well. */
function isSame(row: PaperRow, { epoch, digest }: OfferedPaper): boolean {
  return row.epoch === epoch || row.digest === digest;
}

/** `end`: the row that it ended as, before it was asked for. */
function insert(
  tx: Tx,
  printer: string,
  { epoch, job, copy, attempt, item, digest }: OfferedPaper,
  end: PaperRow | null,
): Promise<PaperRow> {
  return tables(tx)
    .insertInto('agent_paper')
    .values({
      printer,
      epoch,
      job,
      copy,
      attempt,
      item,
      digest,
      local: 0,
      state: end ? 'over' : 'accepted',
      how: end?.how ?? null,
      report: end?.report ?? null,
      accepted_at: tx.now,
      over_at: end ? tx.now : null,
      recorded: 0,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

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
