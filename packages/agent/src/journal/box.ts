import type { Ending, Fact, Id, Item, Key, Mailbox, Ms, Tx } from '@posthouse/kernel';
import type { Receipt } from '@posthouse/printing';
import { tables } from './tables.ts';

/** One paper on its way to its printer. */
export interface LocalPaper {
  readonly paper: Id;
  readonly priority: number;
  readonly receipt: Receipt;
}

/** What the driver says of a paper, and what the hub gets to read. */
export interface PaperReport {
  readonly evidence?: 'printed' | 'consumed' | 'spooled' | 'received';
  readonly reason?: string;
  /** Not a byte of it was written. */
  readonly before?: boolean;
  /** Why another try would end the same. */
  readonly message?: string;
}

/** No try could print it: unlike a printer that cannot print now, this is an end. */
export const UNREADABLE: PaperReport = { message: 'AGENT_PAPER_UNREADABLE' };

const RETRY: Ms = 1_000;
const DAY: Ms = 86_400_000;

export const printerKey = (printer: string): Key => `agent/printer/${printer}`;

/**
 * The papers of this agent, one key per printer. It is `ask`: a paper that was begun by a process that is gone ends
 * unknown and is never written again (K4). Its silence only bounds: the driver keeps its own times.
 */
export const papers: Mailbox<LocalPaper> = {
  name: 'agent.papers',
  order: 'priority',
  window: { items: 1, bytes: 1_000_000 },
  bound: 1_000,
  silence: DAY,
  again: () => null,
  rival: 'first',
  changed: follow,
};

export async function postPaper(
  tx: Tx,
  key: Key,
  body: LocalPaper,
  expires: Ms | null,
  notBefore?: Ms,
): Promise<Id> {
  return tx.post(papers, key, body, {
    ref: String(body.paper),
    lost: 'ask',
    priority: body.priority,
    ...(expires !== null && { expires }),
    ...(notBefore !== undefined && { notBefore }),
  });
}

/** The journal follows the mailbox in its own transactions (K3). */
async function follow(tx: Tx, item: Item<LocalPaper>, fact: Fact): Promise<void> {
  const { paper } = item.body;
  switch (fact.is) {
    case 'started':
      await tables(tx).updateTable('agent_paper').set({ state: 'writing' }).where('id', '=', paper).execute();
      return;
    case 'over':
      return fact.how === 'refused' && !isUnreadable(fact.report)
        ? backToAccepted(tx, item)
        : close(tx, paper, fact.how, fact.report);
    case 'taken':
    case 'again':
    case 'evidence':
      return;
  }
}

/** It failed before byte one: the same attempt waits for its printer again. */
async function backToAccepted(tx: Tx, { key, body, expires }: Item<LocalPaper>): Promise<void> {
  const local = await postPaper(tx, key, body, expires ?? null, tx.now + RETRY);
  await tables(tx)
    .updateTable('agent_paper')
    .set({ state: 'accepted', local })
    .where('id', '=', body.paper)
    .execute();
}

function isUnreadable(report: unknown): boolean {
  return (report as PaperReport | undefined)?.message === UNREADABLE.message;
}

async function close(tx: Tx, paper: Id, how: Ending, report: unknown): Promise<void> {
  await tables(tx)
    .updateTable('agent_paper')
    .set({
      state: 'over',
      how,
      report: report === undefined ? null : JSON.stringify(report),
      over_at: tx.now,
      // Who took it back knows; everything else is told until it is recorded.
      recorded: how === 'revoked' ? 1 : 0,
    })
    .where('id', '=', paper)
    .where('state', '!=', 'over')
    .execute();
}
