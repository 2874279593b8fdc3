import type { Cell } from './table.ts';

/** Stands on one row of many, so that a sheet can end where the next begins. */
export interface RowCursor {
  /** null: after the last. */
  readonly row: readonly Cell[] | null;
  advance(): Promise<void>;
  /** Nobody wants the rest. */
  close(): Promise<void>;
}

/** A cursor on the first row. */
export async function openCursor(rows: AsyncIterable<readonly Cell[]>): Promise<RowCursor> {
  const iterator = rows[Symbol.asyncIterator]();
  let row: readonly Cell[] | null = null;
  const cursor: RowCursor = {
    get row() {
      return row;
    },
    async advance() {
      const next = await iterator.next();
      row = next.done === true ? null : next.value;
    },
    async close() {
      await iterator.return?.();
    },
  };
  await cursor.advance();
  return cursor;
}
