import type { Id, Job, Op, Work } from '@posthouse/kernel';
import type { LocalTime } from '../../local-time.ts';
import { questionTables } from '../tables.ts';
import { decoded } from './encoding.ts';
import { keepRows } from './keep-rows.ts';
import { change, findImport } from './ops.ts';
import type { ImportPlan } from './plan.ts';
import { createReadTime } from './read-time.ts';
import { readRecords, type Read } from './records.ts';
import type { ImportRow } from './report.ts';
import { importOfKey, type ImportsRoom } from './room.ts';
import { rowsOf, type BankRow, type RowFault } from './rows.ts';

export interface ImportInput {
  readonly id: Id;
}
export type ImportWork = Work<ImportInput>;

/** How many records are behind us: a run that is entered again reads past them. */
interface Checkpoint {
  readonly records: number;
}

/** Records of one commit, characters, and rows of the bank, so that no writer waits long. */
const RECORDS = 200;
const CHARACTERS = 400_000;
const ROWS = 2_000;
/** Rejected records whose reasons are kept; beyond it they are counted. */
const REASONS = 1_000;
/** Stored pieces deleted by one commit: freeing pages takes the writer's time. */
const DROPPED = 16;

interface Batch {
  readonly id: Id;
  readonly rows: readonly BankRow[];
  readonly rejects: readonly (RowFault & { readonly line: number })[];
  readonly position: number;
}

/** The reading of one file: records into the bank batch by batch, each with its counts and checkpoint in one commit. */
export function createImportWork({ show }: ImportsRoom, time: LocalTime) {
  const plan: Op<{ id: Id }, ImportRow | null> = {
    name: 'tasks.import.plan',
    run: async (tx, { id }) => (await findImport(tx, id)) ?? null,
  };

  const chunk: Op<{ id: Id; seq: number }, Uint8Array> = {
    name: 'tasks.import.chunk',
    async run(tx, { id, seq }) {
      const { bytes } = await questionTables(tx)
        .selectFrom('tasks_import_chunk')
        .select('bytes')
        .where('import_id', '=', id)
        .where('seq', '=', seq)
        .executeTakeFirstOrThrow();
      return bytes;
    },
  };

  const keep: Op<Batch, void> = {
    name: 'tasks.import.keep',
    async run(tx, { id, rows, rejects, position }) {
      const before = await findImport(tx, id);
      if (!before) return;
      await keepRows(tx, rows);
      const room = Math.max(0, REASONS - before.rejected);
      for (const { line, code, detail } of rejects.slice(0, room)) {
        const reject = { import_id: id, line, code, detail: detail ? JSON.stringify(detail) : null };
        await questionTables(tx)
          .insertInto('tasks_import_reject')
          .values(reject)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      const after = {
        state: 'running' as const,
        records: before.records + rows.length + rejects.length,
        accepted: before.accepted + rows.length,
        rejected: before.rejected + rejects.length,
        position,
      };
      await show(tx, await change(tx, id, after));
    },
  };

  /** The file has been read. */
  const drop: Op<{ id: Id; from: number }, void> = {
    name: 'tasks.import.drop',
    async run(tx, { id, from }) {
      await questionTables(tx)
        .deleteFrom('tasks_import_chunk')
        .where('import_id', '=', id)
        .where('seq', '>=', from)
        .execute();
    },
  };

  const work: ImportWork = {
    name: 'tasks.import',
    limit: 1,

    async run(job) {
      const { id } = job.input;
      const row = await job.read(plan, { id });
      if (!row) return;
      const behind = { bytes: 0 };
      const text = decoded(chunksOf(job, row, behind), row.encoding ?? 'utf-8');
      const done = (job.checkpoint as Checkpoint | undefined)?.records ?? 0;
      if (!(await readAll(job, readRecords(text, planOf(row), createReadTime(time)), done, behind))) return;
      const checkpoint: Checkpoint = { records: Number.MAX_SAFE_INTEGER };
      for (let from = row.chunks - DROPPED; !job.stopped(); from -= DROPPED) {
        await job.save(drop, { id, from }, checkpoint);
        if (from <= 0) return;
      }
    },

    async done(tx, key) {
      const id = importOfKey(key);
      if (id === null || !(await findImport(tx, id))) return;
      await show(tx, await change(tx, id, { state: 'done', ended_at: tx.now }));
    },

    async failed(tx, key, { code, detail }) {
      const id = importOfKey(key);
      if (id === null || !(await findImport(tx, id))) return;
      const why = { error: code, error_detail: detail === undefined ? null : JSON.stringify(detail) };
      await show(tx, await change(tx, id, { state: 'failed', ...why, ended_at: tx.now }));
    },
  };

  async function* chunksOf(job: Job<ImportInput>, row: ImportRow, behind: { bytes: number }) {
    for (let seq = 0; seq < row.chunks; seq++) {
      const bytes = await job.read(chunk, { id: row.id, seq });
      yield bytes;
      behind.bytes += bytes.length;
    }
  }

  /** False: stopped. */
  async function readAll(
    job: Job<ImportInput>,
    records: AsyncIterable<Read>,
    done: number,
    behind: { readonly bytes: number },
  ): Promise<boolean> {
    if (done === Number.MAX_SAFE_INTEGER) return true;
    const { id } = job.input;
    let count = 0;
    let size = 0;
    let weight = 0;
    let rows: BankRow[] = [];
    let rejects: (RowFault & { line: number })[] = [];
    const save = async () => {
      const batch: Batch = { id, rows, rejects, position: behind.bytes };
      await job.save(keep, batch, { records: count } satisfies Checkpoint);
      [rows, rejects, size, weight] = [[], [], 0, 0];
    };
    for await (const read of records) {
      if (++count <= done) continue;
      if ('fault' in read) rejects.push({ line: read.line, ...read.fault });
      else rows.push(read.row);
      size += read.size;
      weight += 'row' in read ? rowsOf(read.row) : 1;
      if (rows.length + rejects.length < RECORDS && size < CHARACTERS && weight < ROWS) continue;
      if (job.stopped()) return false;
      await save();
    }
    if (job.stopped()) return false;
    if (rows.length + rejects.length > 0) await save();
    return true;
  }

  return { work, ops: { plan, chunk, keep, drop } };
}

const planOf = (row: ImportRow): ImportPlan => JSON.parse(row.plan) as ImportPlan;
