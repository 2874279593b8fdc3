import { refuse, type Commit, type Id, type Op, type Refusal, type Room, type Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import type { ChangePrinter, NewPrinter, Printer } from '../contract.ts';
import { ENDED_STATES } from '../contract/states.ts';
import { pausedKey, printerKey } from '../rules.ts';
import { mayWatch, type Gone } from './rooms.ts';
import { toPrinter } from './shapes.ts';
import { tables, type PrinterTable } from './tables.ts';

export type StoredPrinter = Omit<Printer, 'connected'>;
export type PrinterRow = Selectable<PrinterTable>;

/** Which printers there are and what they are set to; whoever drives printers follows it. */
export const printersRoom: Room<{ id: Id } | Gone> = {
  name: 'print.printers',
  kind: 'state',
  id: ({ id }) => String(id),
  may: mayWatch,
  async snapshot(store) {
    const { at, items } = await store.read(snapshotPrinters, null);
    return { at, values: items };
  },
};
export const PRINTERS_KEY = 'print/printers';

/** Whether a commit added, changed or removed a printer. */
export function changesPrinters({ publications }: Commit): boolean {
  return publications.some(({ room }) => room === printersRoom.name);
}

const snapshotPrinters: Op<null, { at: number; items: StoredPrinter[] }> = {
  name: 'print.printer.snapshot',
  run: async (tx) => ({ at: await tx.at(), items: (await present(tx)).map(toPrinter) }),
};

const list: Op<null, StoredPrinter[]> = {
  name: 'print.printer.list',
  run: async (tx) => (await present(tx)).map(toPrinter),
};

const get: Op<{ id: Id }, StoredPrinter | Refusal> = {
  name: 'print.printer.get',
  async run(tx, { id }) {
    const row = await find(tx, id);
    return row ? toPrinter(row) : refuse('PRINT_PRINTER_UNKNOWN', { id });
  },
};

const create: Op<NewPrinter, StoredPrinter | Refusal> = {
  name: 'print.printer.create',
  async run(tx, given) {
    const name = given.name.trim();
    if (await nameTaken(tx, name)) return refuse('PRINT_PRINTER_NAME_TAKEN', { name });
    const ip = given.ip_address ?? null;
    const driver = given.driver ?? (ip === null ? 'client' : 'direct');
    if (driver === 'direct' && ip === null) return refuse('PRINT_PRINTER_NEEDS_ADDRESS');
    if (!(await mayFallBack(tx, given.fallback_id, null))) return refuse('PRINT_FALLBACK_INVALID');
    const row = await insert(tx, {
      name,
      ip_address: ip,
      port: given.port ?? 9100,
      printer_type: given.printer_type ?? 'thermal',
      paper_width: given.paper_width ?? 80,
      is_active: flag(given.is_active ?? true),
      auto_print_orders: flag(given.auto_print_orders ?? true),
      print_copies: given.print_copies ?? 1,
      description: given.description || null,
      driver,
      virtual: 0,
      categories: listOf(given.categories),
      ticket: given.ticket ?? 'receipt',
      command_set: given.command_set ?? 'escpos',
      fallback_id: given.fallback_id ?? null,
    });
    await stepAside(tx);
    return toPrinter(row);
  },
};

const change: Op<{ id: Id; to: ChangePrinter }, StoredPrinter | Refusal> = {
  name: 'print.printer.change',
  async run(tx, { id, to }) {
    const row = await find(tx, id);
    if (!row) return refuse('PRINT_PRINTER_UNKNOWN', { id });
    const name = to.name?.trim() ?? row.name;
    if (name !== row.name && (await nameTaken(tx, name))) return refuse('PRINT_PRINTER_NAME_TAKEN', { name });
    const ip = to.ip_address === undefined ? row.ip_address : to.ip_address;
    const driver = to.driver ?? row.driver;
    if (driver === 'direct' && ip === null) return refuse('PRINT_PRINTER_NEEDS_ADDRESS');
    if (!(await mayFallBack(tx, to.fallback_id, id))) return refuse('PRINT_FALLBACK_INVALID');
    const elsewhere = ip !== row.ip_address || driver !== row.driver || (to.port ?? row.port) !== row.port;
    const changed = await tables(tx)
      .updateTable('printer_config')
      .set({
        name,
        ip_address: ip,
        driver,
        port: to.port ?? row.port,
        printer_type: to.printer_type ?? row.printer_type,
        paper_width: to.paper_width ?? row.paper_width,
        is_active: to.is_active === undefined ? row.is_active : flag(to.is_active),
        auto_print_orders:
          to.auto_print_orders === undefined ? row.auto_print_orders : flag(to.auto_print_orders),
        print_copies: to.print_copies ?? row.print_copies,
        description: to.description === undefined ? row.description : to.description || null,
        categories: to.categories === undefined ? row.categories : listOf(to.categories),
        ticket: to.ticket ?? row.ticket,
        command_set: to.command_set ?? row.command_set,
        fallback_id: to.fallback_id === undefined ? row.fallback_id : to.fallback_id,
        // Another device: what the last one confirmed and said is not true of it.
        ...(elsewhere && { confirms: null, state: null }),
        updated_at: tx.now,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (driver !== 'client') await forgetClients(tx, id);
    await tx.publish(printersRoom, PRINTERS_KEY, { id });
    return toPrinter(changed);
  },
};

const remove: Op<{ id: Id }, StoredPrinter | Refusal> = {
  name: 'print.printer.remove',
  async run(tx, { id }) {
    const row = await find(tx, id);
    if (!row) return refuse('PRINT_PRINTER_UNKNOWN', { id });
    const open = await tables(tx)
      .selectFrom('print_paper')
      .select('job_id')
      .where('box_key', 'in', [printerKey(id), pausedKey(id)])
      .where('status', 'not in', [...ENDED_STATES])
      .limit(1)
      .executeTakeFirst();
    if (open) return refuse('PRINT_PRINTER_BUSY', { job_id: open.job_id });
    await tables(tx).updateTable('printer_config').set({ deleted_at: tx.now }).where('id', '=', id).execute();
    await forgetClients(tx, id);
    await tables(tx)
      .updateTable('printer_config')
      .set({ fallback_id: null })
      .where('fallback_id', '=', id)
      .execute();
    await tables(tx)
      .updateTable('print_client')
      .set({ printer_id: null })
      .where('printer_id', '=', id)
      .execute();
    await tx.publish(printersRoom, PRINTERS_KEY, { id, deleted: true });
    return toPrinter(row);
  },
};

/** At each start: the virtual printer's row and its present address. A deleted one does not come back. */
const placeVirtual: Op<{ name: string; host: string; port: number }, StoredPrinter | null> = {
  name: 'print.printer.placeVirtual',
  async run(tx, { name, host, port }) {
    const known = await tables(tx)
      .selectFrom('printer_config')
      .selectAll()
      .where('virtual', '=', 1)
      .executeTakeFirst();
    if (known) {
      const row = await tables(tx)
        .updateTable('printer_config')
        .set({ ip_address: host, port })
        .where('id', '=', known.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (row.deleted_at !== null) return null;
      await tx.publish(printersRoom, PRINTERS_KEY, { id: known.id });
      return toPrinter(row);
    }
    const first = (await present(tx)).length === 0;
    const row = await insert(tx, {
      name: (await nameTaken(tx, name)) ? `${name} 2` : name,
      ip_address: host,
      port,
      printer_type: 'thermal',
      paper_width: 80,
      is_active: 1,
      auto_print_orders: flag(first),
      print_copies: 1,
      description: null,
      driver: 'direct',
      virtual: 1,
      categories: null,
      ticket: 'receipt',
      command_set: 'escpos',
      fallback_id: null,
    });
    return toPrinter(row);
  },
};

/** The hub brings no virtual printer any more: its row must not draw orders. */
const dismissVirtual: Op<null, void> = { name: 'print.printer.dismissVirtual', run: stepAside };

export const printerOps = {
  list,
  get,
  create,
  change,
  remove,
  placeVirtual,
  dismissVirtual,
  snapshotPrinters,
};

/** The virtual printer prints orders only while nothing real would: from here on it takes test prints alone. */
export async function stepAside(tx: Tx): Promise<void> {
  const aside = await tables(tx)
    .updateTable('printer_config')
    .set({ auto_print_orders: 0, updated_at: tx.now })
    .where('virtual', '=', 1)
    .where('auto_print_orders', '=', 1)
    .where('deleted_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of aside) await tx.publish(printersRoom, PRINTERS_KEY, { id });
}

export async function insert(
  tx: Tx,
  row: Omit<
    Selectable<PrinterTable>,
    'id' | 'created_at' | 'updated_at' | 'deleted_at' | 'paused' | 'confirms' | 'state'
  >,
): Promise<Selectable<PrinterTable>> {
  const created = await tables(tx)
    .insertInto('printer_config')
    .values({
      ...row,
      paused: 0,
      confirms: null,
      state: null,
      created_at: tx.now,
      updated_at: tx.now,
      deleted_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.publish(printersRoom, PRINTERS_KEY, { id: created.id });
  return created;
}

function present(tx: Tx) {
  return tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
}

export function find(tx: Tx, id: Id) {
  return tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

export async function nameTaken(tx: Tx, name: string): Promise<boolean> {
  const other = await tables(tx)
    .selectFrom('printer_config')
    .select('id')
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return other !== undefined;
}

/** A printer that no client serves any more must not inherit a client's muteness. */
export async function forgetClients(tx: Tx, id: Id): Promise<void> {
  await tables(tx)
    .updateTable('print_client')
    .set({ box_key: null, held_at: null })
    .where('box_key', '=', printerKey(id))
    .execute();
}

/** A fallback is another printer that is there; it may be disabled, and is then passed over. */
async function mayFallBack(tx: Tx, fallback: Id | null | undefined, own: Id | null): Promise<boolean> {
  if (fallback === null || fallback === undefined) return true;
  return fallback !== own && (await find(tx, fallback)) !== undefined;
}

function listOf(categories: readonly string[] | undefined): string | null {
  return categories && categories.length > 0 ? JSON.stringify(categories) : null;
}

function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}
