import { refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { questionTables } from './tables.ts';

/** A question after a deed. */
export interface Marked {
  readonly question_id: Id;
  readonly is_del: number;
}

/** Deleting is a mark: the row stays, and what tasks have found goes on naming it. */
export const deleteQuestion: Op<{ id: Id }, Marked | Refusal> = {
  name: 'tasks.question.delete',
  run: (tx, { id }) => mark(tx, id, 1),
};

export const restoreQuestion: Op<{ id: Id }, Marked | Refusal> = {
  name: 'tasks.question.restore',
  run: (tx, { id }) => mark(tx, id, 0),
};

/** Said again it changes nothing. */
async function mark(tx: Tx, id: Id, is_del: 0 | 1): Promise<Marked | Refusal> {
  const db = questionTables(tx);
  const row = await db
    .selectFrom('tasks_question')
    .select('is_del')
    .where('question_id', '=', id)
    .executeTakeFirst();
  if (!row) return refuse('TASKS_QUESTION_UNKNOWN');
  if (row.is_del !== is_del) {
    await db
      .updateTable('tasks_question')
      // Whatever was deleted by keeping another is now in this hand.
      .set({ is_del, kept_by: null, updated_at: tx.now })
      .where('question_id', '=', id)
      .execute();
  }
  return { question_id: id, is_del };
}

/** `count` ids of a table that no row has or will have. */
export async function takeIds(tx: Tx, name: string, count: number): Promise<Id> {
  const { next } = await questionTables(tx)
    .insertInto('tasks_number')
    .values({ name, next: count + 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ next: eb('tasks_number.next', '+', count) })),
    )
    .returning('next')
    .executeTakeFirstOrThrow();
  return next - count;
}

/** An id that a file brought: those given later are beyond it. */
export async function keepClearOf(tx: Tx, name: string, id: Id): Promise<void> {
  await questionTables(tx)
    .insertInto('tasks_number')
    .values({ name, next: id + 1 })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ next: id + 1 })
        .where('tasks_number.next', '<=', id),
    )
    .execute();
}
