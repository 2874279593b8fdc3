import type { Key } from '../ports/base.ts';
import type { AnyOp, Op, Tx } from '../ports/store.ts';

/** Rows one read of a log gives at most. */
export const LOG_PAGE = 256;

/** What the kernel's own ops may do beyond `Tx`: plain SQL on its tables. */
interface SqlTx extends Tx {
  all<R>(sql: string, ...cells: (string | number)[]): Promise<R[]>;
}

export interface LogRow {
  readonly key: Key;
  readonly seq: number;
  readonly message: unknown;
}

/** Messages of a durable log after a place, or that some of them are gone. */
export type LogPage =
  | { readonly gone: true; readonly head: number }
  /** `reach`: everything up to here has been looked at. */
  | { readonly gone: false; readonly head: number; readonly reach: number; readonly rows: readonly LogRow[] };

interface LogQuery {
  readonly room: string;
  /** '' where the room has one sequence. */
  readonly counted: Key;
  /** Only this key's messages; null: all of the sequence. */
  readonly key: Key | null;
  readonly after: number;
}

const HEAD = `select seq from log_head where room = ? and key = ?`;

async function headOf(tx: SqlTx, room: string, counted: Key): Promise<number> {
  const [row] = await tx.all<{ seq: number }>(HEAD, room, counted);
  return row?.seq ?? 0;
}

/**
 * Reads a page. Rows are pruned from the oldest on, so nothing after a place is gone while the row that follows
 * it is there.
 */
const page: Op<LogQuery, LogPage> = {
  name: 'kernel.log-page',
  async run(tx, { room, counted, key, after }) {
    const sql = tx as SqlTx;
    const head = await headOf(sql, room, counted);
    if (after > head) return { gone: true, head };
    if (after === head) return { gone: false, head, reach: head, rows: [] };
    const whole = counted === '';
    const [next] = whole
      ? await sql.all<{ seq: number }>(`select seq from log where room = ? and seq = ?`, room, after + 1)
      : await sql.all<{ seq: number }>(
          `select seq from log where room = ? and key = ? and seq = ?`,
          room,
          counted,
          after + 1,
        );
    if (!next) return { gone: true, head };
    const rows = await sql.all<{ key: Key; seq: number; message: string }>(
      `select key, seq, message from log where room = ? ${key === null ? '' : 'and key = ?'} and seq > ?
       order by seq limit ?`,
      ...(key === null ? [room, after, LOG_PAGE] : [room, key, after, LOG_PAGE]),
    );
    return {
      gone: false,
      head,
      reach: rows.length < LOG_PAGE ? head : rows.at(-1)!.seq,
      rows: rows.map(({ message, ...row }) => ({ ...row, message: JSON.parse(message) as unknown })),
    };
  },
};

const head: Op<{ room: string; counted: Key }, number> = {
  name: 'kernel.log-head',
  run: (tx, { room, counted }) => headOf(tx as SqlTx, room, counted),
};

export const logOps = { page, head };

/** For the kernel's registry of ops. */
export const liveOps: readonly AnyOp[] = [page, head] as readonly AnyOp[];
