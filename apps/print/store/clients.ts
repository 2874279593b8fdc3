import type { Id, Key, Op, Tx } from '@posthouse/kernel';
import { ANY, printerKey } from '../rules.ts';
import { bindClient } from './printer-deeds.ts';
import { find, stepAside, type PrinterRow } from './printers.ts';
import { tables, type Voice } from './tables.ts';

/** Names come from outside: the oldest are forgotten beyond this many. */
const MOST_CLIENTS = 1_000;

export interface Announced {
  /** The mailbox it may serve; null when its printer is disabled or driven otherwise. */
  readonly key: Key | null;
  readonly printerId: Id | null;
  readonly voice: Voice;
}

/**
 * A client says its name: it is bound to the printer of that name, or to the one it was adopted for. `alone`: no other
 * unclaimed client is connected; then it is bound to the only active client printer, if nobody ever served that one.
 * Else it is a candidate for the shared mailbox.
 */
const announce: Op<{ name: string; address: string; alone: boolean }, Announced> = {
  name: 'print.client.announce',
  async run(tx, { name, address, alone }) {
    const { voice, printer_id: adopted } = await tables(tx)
      .insertInto('print_client')
      .values({
        name,
        address,
        voice: 'unknown',
        printer_id: null,
        box_key: null,
        held_at: null,
        seen_at: tx.now,
      })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ address, seen_at: tx.now }))
      .returning(['voice', 'printer_id'])
      .executeTakeFirstOrThrow();
    await forgetOldest(tx);
    const printer =
      (await printerNamed(tx, name)) ??
      (adopted === null ? undefined : await find(tx, adopted)) ??
      (alone ? await onlyPrinter(tx, name) : undefined);
    if (!printer) {
      await stepAside(tx);
      return { key: ANY, printerId: null, voice };
    }
    const serves = printer.is_active === 1 && printer.driver === 'client';
    return { key: serves ? printerKey(printer.id) : null, printerId: printer.id, voice };
  },
};

/** Before it holds a mailbox: so that what a kill catches in flight is known to have been with this client. */
const holding: Op<{ name: string; key: Key }, void> = {
  name: 'print.client.holding',
  async run(tx, { name, key }) {
    await tables(tx)
      .updateTable('print_client')
      .set({ box_key: key, held_at: tx.now })
      .where('name', '=', name)
      .execute();
  },
};

/** It let a whole silence pass: one that never said anything is marked mute. */
const silent: Op<{ name: string }, Voice> = {
  name: 'print.client.silent',
  async run(tx, { name }) {
    await tables(tx)
      .updateTable('print_client')
      .set({ voice: 'mute' })
      .where('name', '=', name)
      .where('voice', '=', 'unknown')
      .execute();
    const client = await tables(tx)
      .selectFrom('print_client')
      .select('voice')
      .where('name', '=', name)
      .executeTakeFirst();
    return client?.voice ?? 'unknown';
  },
};

/** It reported a status: it speaks, and a mark is lifted. */
const spoke: Op<{ name: string }, void> = {
  name: 'print.client.spoke',
  async run(tx, { name }) {
    await tables(tx).updateTable('print_client').set({ voice: 'speaks' }).where('name', '=', name).execute();
  },
};

/**
 * The item that a status outside its lease speaks of: the copy whose fate is open, else the newest that was begun.
 * null: no such job, or nothing of it was ever sent.
 */
const findPaper: Op<{ job: Id }, { item: Id; key: Key } | null> = {
  name: 'print.client.findPaper',
  async run(tx, { job }) {
    const papers = await tables(tx)
      .selectFrom('print_paper')
      .select(['item_id', 'box_key', 'status'])
      .where('job_id', '=', job)
      .orderBy('copy')
      .execute();
    const paper =
      papers.find(({ status }) => status === 'uncertain') ??
      papers.find(({ status }) => status === 'unconfirmed') ??
      papers.findLast(({ status }) => status !== 'waiting');
    return paper ? { item: paper.item_id, key: paper.box_key } : null;
  },
};

export const clientOps = { announce, holding, silent, spoke, findPaper };

function printerNamed(tx: Tx, name: string): Promise<PrinterRow | undefined> {
  return tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

/** Binds the client to the one active printer that clients may serve, unless some client is known to serve it. */
async function onlyPrinter(tx: Tx, client: string): Promise<PrinterRow | undefined> {
  const active = await tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('deleted_at', 'is', null)
    .where('is_active', '=', 1)
    .where('driver', '=', 'client')
    .limit(2)
    .execute();
  const [only, another] = active;
  if (!only || another) return undefined;
  const server = await tables(tx)
    .selectFrom('print_client')
    .select('name')
    .where((eb) => eb.or([eb('name', '=', only.name), eb('printer_id', '=', only.id)]))
    .executeTakeFirst();
  if (server) return undefined;
  await bindClient(tx, client, only.id);
  return only;
}

async function forgetOldest(tx: Tx): Promise<void> {
  await tables(tx)
    .deleteFrom('print_client')
    .where('name', 'in', (eb) =>
      eb
        .selectFrom('print_client')
        .select('name')
        .orderBy('seen_at', 'desc')
        .orderBy('name')
        .limit(MOST_CLIENTS)
        .offset(MOST_CLIENTS),
    )
    .execute();
}
