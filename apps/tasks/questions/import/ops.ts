import { refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { offsetOf, type Page } from '../../http/paging.ts';
import type { LocalTime } from '../../local-time.ts';
import { questionTables, type ImportTable } from '../tables.ts';
import type { ImportPlan } from './plan.ts';
import { toImport, toReject, type Import, type ImportRow, type Reject } from './report.ts';
import { importKey, type ImportsRoom } from './room.ts';
import type { ImportWork } from './work.ts';

/** Imports on their way at once, so that a loop of uploads cannot fill the disk. */
const UNDER_WAY = 5;
const ACTIVE = ['uploading', 'waiting', 'running'] as const;
const isActive = (state: ImportTable['state']): boolean => ACTIVE.some((active) => active === state);

/** An upload that says nothing for so long was cut by a crash of ours: its reader would have known. */
export const UPLOAD_SILENCE = 300_000;
/** The deadline of an upload is under its import's key. */
const watched = (id: Id) => `tasks/${importKey(id)}`;

/** The life of an import from the first byte to its report. */
export function createImportOps({ show }: ImportsRoom, work: () => ImportWork, time: LocalTime) {
  const begin: Op<{ name: string; plan: ImportPlan; by: string }, { id: Id } | Refusal> = {
    name: 'tasks.import.begin',
    async run(tx, { name, plan, by }) {
      const { active } = await questionTables(tx)
        .selectFrom('tasks_import')
        .select((eb) => eb.fn.countAll<number>().as('active'))
        .where('state', 'in', ACTIVE)
        .executeTakeFirstOrThrow();
      if (active >= UNDER_WAY) return refuse('TASKS_IMPORT_BUSY', { limit: UNDER_WAY });
      const none = { bytes: 0, chunks: 0, records: 0, accepted: 0, rejected: 0, position: 0 };
      const row = await questionTables(tx)
        .insertInto('tasks_import')
        .values({
          name,
          state: 'uploading',
          plan: JSON.stringify(plan),
          encoding: null,
          ...none,
          error: null,
          by,
          created_at: tx.now,
          ended_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await tx.deadline(watched(row.id), tx.now + UPLOAD_SILENCE);
      await show(tx, row);
      return { id: row.id };
    },
  };

  const add: Op<{ id: Id; seq: number; bytes: Uint8Array }, null | Refusal> = {
    name: 'tasks.import.add',
    async run(tx, { id, seq, bytes }) {
      const row = await findImport(tx, id);
      if (row?.state !== 'uploading') return gone(row);
      await questionTables(tx)
        .insertInto('tasks_import_chunk')
        .values({ import_id: id, seq, bytes })
        .execute();
      await change(tx, id, { bytes: row.bytes + bytes.length, chunks: seq + 1 });
      await tx.deadline(watched(id), tx.now + UPLOAD_SILENCE);
      return null;
    },
  };

  /** The file is whole: let it be read. */
  const ask: Op<{ id: Id; encoding: string }, Import | Refusal> = {
    name: 'tasks.import.ask',
    async run(tx, { id, encoding }) {
      const row = await findImport(tx, id);
      if (row?.state !== 'uploading') return gone(row);
      if (row.bytes === 0) {
        await end(tx, id, 'failed', 'TASKS_IMPORT_EMPTY');
        // The commit must keep it, hence no refusal before: the route words it.
        return toImport({ ...row, state: 'failed', error: 'TASKS_IMPORT_EMPTY' }, time);
      }
      await tx.deadline(watched(id), null);
      await tx.work(work(), importKey(id), { id });
      return show(tx, await change(tx, id, { state: 'waiting', encoding }));
    },
  };

  const giveUp: Op<{ id: Id; code: string }, null> = {
    name: 'tasks.import.give-up',
    async run(tx, { id, code }) {
      const row = await findImport(tx, id);
      if (row?.state === 'uploading') await end(tx, id, 'failed', code);
      return null;
    },
  };

  const cancel: Op<{ id: Id }, Import | Refusal> = {
    name: 'tasks.import.cancel',
    async run(tx, { id }) {
      const row = await findImport(tx, id);
      if (!row) return refuse('TASKS_IMPORT_UNKNOWN');
      if (!isActive(row.state)) return refuse('TASKS_IMPORT_OVER', { state: row.state });
      await tx.stop(work(), importKey(id), 'drop');
      return end(tx, id, 'cancelled', null);
    },
  };

  const get: Op<{ id: Id; page: Page }, { found: Import; rejects: Reject[] } | Refusal> = {
    name: 'tasks.import.get',
    async run(tx, { id, page }) {
      const row = await findImport(tx, id);
      if (!row) return refuse('TASKS_IMPORT_UNKNOWN');
      const rejects = await questionTables(tx)
        .selectFrom('tasks_import_reject')
        .select(['line', 'code', 'detail'])
        .where('import_id', '=', id)
        .orderBy('line')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      return { found: toImport(row, time), rejects: rejects.map(toReject) };
    },
  };

  const list: Op<{ page: Page }, { imports: Import[]; total: number }> = {
    name: 'tasks.import.list',
    async run(tx, { page }) {
      const { total } = await questionTables(tx)
        .selectFrom('tasks_import')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await questionTables(tx)
        .selectFrom('tasks_import')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      return { imports: rows.map((row) => toImport(row, time)), total };
    },
  };

  async function end(tx: Tx, id: Id, state: ImportTable['state'], error: string | null): Promise<Import> {
    await tx.deadline(watched(id), null);
    return show(tx, await change(tx, id, { state, error, ended_at: tx.now }));
  }

  return { begin, add, ask, giveUp, cancel, get, list };
}

export type ImportOps = ReturnType<typeof createImportOps>;

export async function findImport(tx: Tx, id: Id): Promise<ImportRow | undefined> {
  return questionTables(tx).selectFrom('tasks_import').selectAll().where('id', '=', id).executeTakeFirst();
}

export function change(tx: Tx, id: Id, values: Partial<ImportRow>): Promise<ImportRow> {
  return questionTables(tx)
    .updateTable('tasks_import')
    .set(values)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

const gone = (row: ImportRow | undefined): Refusal =>
  row ? refuse('TASKS_IMPORT_OVER', { state: row.state }) : refuse('TASKS_IMPORT_UNKNOWN');
