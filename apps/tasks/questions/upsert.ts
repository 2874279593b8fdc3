import type { Tx } from '@posthouse/kernel';
import type { Insertable } from 'kysely';
import { questionTables, type QuestionTables } from './tables.ts';

/** Few sizes make few statements, which a store keeps prepared. */
const BLOCKS = [64, 8, 1];

/** What tells the rows of a table apart. */
const KEYS = {
  tasks_question: ['question_id'],
  tasks_answer: ['question_id', 'kind'],
  tasks_option: ['question_id', 'kind', 'child_id', 'channel_code', 'label'],
  tasks_subquestion: ['kind', 'child_id'],
} as const;
type Table = keyof typeof KEYS;

/** Writes rows, over those with the same key. Of rows with one key the last counts. */
export async function upsert<T extends Table>(
  tx: Tx,
  table: T,
  rows: readonly Insertable<QuestionTables[T]>[],
): Promise<void> {
  const keys = KEYS[table];
  const cells = rows as readonly Record<string, unknown>[];
  const byKey = new Map(cells.map((row) => [JSON.stringify(keys.map((key) => row[key])), row]));
  const distinct = [...byKey.values()];
  const others = Object.keys(distinct[0] ?? {}).filter((column) => !keys.some((key) => key === column));
  for (let from = 0; from < distinct.length;) {
    const size = BLOCKS.find((block) => block <= distinct.length - from)!;
    await questionTables(tx)
      .insertInto(table)
      .values(distinct.slice(from, from + size) as never)
      .onConflict((conflict) =>
        conflict
          .columns([...keys] as never)
          .doUpdateSet(((eb: { ref(name: string): unknown }) =>
            Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}`)]))) as never),
      )
      .execute();
    from += size;
  }
}
