import { isRefusal, refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import type { Job } from '../contract.ts';
import { createLocalTime } from '../receipt/local-time.ts';
import { testText } from '../receipt/marks.ts';
import { pausedKey, printerKey } from '../rules.ts';
import { selectJobs } from './job-rows.ts';
import {
  addJob,
  choose,
  defaultPrinter,
  movePapers,
  waitingPapers,
  withdraw,
  type Press,
} from './posting.ts';
import { find, PRINTERS_KEY, printersRoom, type StoredPrinter } from './printers.ts';
import { noteState } from './rooms.ts';
import { toJob, toPrinter } from './shapes.ts';
import { tables, type Confirms } from './tables.ts';

const TEST_PRIORITY = 1;

/** What people and drivers do to a printer, besides setting it up. */
export function createPrinterDeeds({ shop, timezone }: { shop: string; timezone: string }, press: Press) {
  const localTime = createLocalTime(timezone);

  /**
   * A test is a job like any other: it is told how it ended. null: at the default printer. `served` false: nobody
   * would print it now, which is refused here so that a repeated request still gets its first answer.
   */
  const test: Op<{ id: Id | null; served?: boolean }, Job | Refusal> = {
    name: 'print.printer.test',
    async run(tx, { id, served = true }) {
      const printer = id === null ? await defaultPrinter(tx) : await choose(tx, id);
      if (isRefusal(printer)) return printer;
      if (!served) return refuse('PRINT_PRINTER_UNSERVED');
      const job = await addJob(tx, press, {
        orderId: null,
        printer,
        type: 'test',
        content: testText(shop, localTime(tx.now)),
        priority: TEST_PRIORITY,
        copies: 1,
      });
      return toJob(await selectJobs(tx).where('print_job.id', '=', job).executeTakeFirstOrThrow());
    },
  };

  /** What nobody has begun waits aside until the printer goes on; what is in hand is finished. */
  const pause = setPaused('print.printer.pause', 1, press);
  const resume = setPaused('print.printer.resume', 0, press);

  const cancelAll: Op<{ id: Id }, { cancelled: number } | Refusal> = {
    name: 'print.printer.cancelAll',
    async run(tx, { id }) {
      if (!(await find(tx, id))) return refuse('PRINT_PRINTER_UNKNOWN', { id });
      const waiting = await waitingPapers(tx)
        .where('box_key', 'in', [printerKey(id), pausedKey(id)])
        .execute();
      return { cancelled: await withdraw(tx, press, waiting) };
    },
  };

  /** A client serves this printer from now on, under whatever name it comes. */
  const adopt: Op<{ id: Id; client: string }, StoredPrinter | Refusal> = {
    name: 'print.printer.adopt',
    async run(tx, { id, client }) {
      const row = await find(tx, id);
      if (!row) return refuse('PRINT_PRINTER_UNKNOWN', { id });
      if (row.driver !== 'client') return refuse('PRINT_PRINTER_NOT_CLIENT', { driver: row.driver });
      if (!(await bindClient(tx, client, id))) return refuse('PRINT_CLIENT_UNKNOWN', { client });
      return toPrinter(row);
    },
  };

  /** Enabled becomes disabled and the other way round. */
  const toggle: Op<{ id: Id }, StoredPrinter | Refusal> = {
    name: 'print.printer.toggle',
    async run(tx, { id }) {
      const row = await find(tx, id);
      if (!row) return refuse('PRINT_PRINTER_UNKNOWN', { id });
      const changed = await tables(tx)
        .updateTable('printer_config')
        .set({ is_active: row.is_active === 1 ? 0 : 1, updated_at: tx.now })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await tx.publish(printersRoom, PRINTERS_KEY, { id });
      return toPrinter(changed);
    },
  };

  return { test, pause, resume, cancelAll, adopt, toggle, learn, saysState };
}

/** What its driver found out that the printer confirms: known at the next start. */
const learn: Op<{ id: Id; confirms: Confirms }, void> = {
  name: 'print.printer.learn',
  async run(tx, { id, confirms }) {
    await tables(tx).updateTable('printer_config').set({ confirms }).where('id', '=', id).execute();
  },
};

const saysState: Op<{ id: Id; state: string }, void> = {
  name: 'print.printer.saysState',
  run: (tx, { id, state }) => noteState(tx, id, state),
};

function setPaused(name: string, paused: 0 | 1, press: Press): Op<{ id: Id }, StoredPrinter | Refusal> {
  return {
    name,
    async run(tx, { id }) {
      const row = await find(tx, id);
      if (!row) return refuse('PRINT_PRINTER_UNKNOWN', { id });
      if (row.paused === paused) return toPrinter(row);
      const changed = await tables(tx)
        .updateTable('printer_config')
        .set({ paused, updated_at: tx.now })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await movePapers(tx, press, paused === 1 ? printerKey(id) : pausedKey(id), changed);
      await tx.publish(printersRoom, PRINTERS_KEY, { id });
      return toPrinter(changed);
    },
  };
}

/** false: no client of that name has ever come. One that served the printer by adoption before no longer does. */
export async function bindClient(tx: Tx, client: string, printer: Id): Promise<boolean> {
  const known = await tables(tx)
    .selectFrom('print_client')
    .select('name')
    .where('name', '=', client)
    .executeTakeFirst();
  if (!known) return false;
  await tables(tx)
    .updateTable('print_client')
    .set({ printer_id: null })
    .where('printer_id', '=', printer)
    .execute();
  await tables(tx)
    .updateTable('print_client')
    .set({ printer_id: printer })
    .where('name', '=', client)
    .execute();
  await tx.publish(printersRoom, PRINTERS_KEY, { id: printer });
  return true;
}
