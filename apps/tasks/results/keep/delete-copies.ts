import type { Id, Tx } from '@posthouse/kernel';
import { membersOf, type SetTable } from '../found.ts';
import { resultTables, type KeepRule } from '../tables.ts';
import { stays, type Candidate } from './stays.ts';

/** Questions changed by one statement. */
const AT_ONCE = 500;

/** Members that are not deleted, with what rules look at. */
export async function liveMembers(tx: Tx, ids: readonly Id[]): Promise<Candidate[]> {
  const live: Candidate[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const rows = await resultTables(tx)
      .selectFrom('tasks_question')
      .select((eb) => ['question_id', 'create_time', eb.fn.coalesce('analysis', eb.val('')).as('analysis')])
      .where('question_id', 'in', ids.slice(from, from + AT_ONCE))
      .where('is_del', '=', 0)
      .orderBy('question_id')
      .execute();
    for (const { analysis, ...row } of rows) live.push({ ...row, analysis: analysis !== '' });
  }
  return live;
}

/** Marks questions deleted by a deed; returns how many were not yet. */
export async function deleteBy(tx: Tx, keep: Id, ids: readonly Id[]): Promise<number> {
  let deleted = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const { numUpdatedRows } = await resultTables(tx)
      .updateTable('tasks_question')
      .set({ is_del: 1, kept_by: keep, updated_at: tx.now })
      .where('question_id', 'in', ids.slice(from, from + AT_ONCE))
      .where('is_del', '=', 0)
      .executeTakeFirstOrThrow();
    deleted += Number(numUpdatedRows);
  }
  return deleted;
}

/** Of each set one stays by the rule, and its other members go. */
export async function deleteCopies(
  tx: Tx,
  { keep, table, sets, rule }: { keep: Id; table: SetTable; sets: readonly Id[]; rule: KeepRule },
): Promise<number> {
  const members = await membersOf(tx, table, sets);
  const known = new Map<Id, Candidate>();
  for (const one of await liveMembers(tx, [...members.values()].flat())) known.set(one.question_id, one);
  const gone = new Set<Id>();
  for (const ids of members.values()) {
    const live = ids.flatMap((id) => (gone.has(id) ? [] : (known.get(id) ?? [])));
    const one = stays(live, rule);
    for (const { question_id } of live) if (question_id !== one) gone.add(question_id);
  }
  return deleteBy(tx, keep, [...gone]);
}

/** Brings back at most `limit` of what a deed deleted and nobody has touched since. */
export async function restoreSome(tx: Tx, keep: Id, limit: number): Promise<number> {
  const rows = await resultTables(tx)
    .selectFrom('tasks_question')
    .select('question_id')
    .where('kept_by', '=', keep)
    .limit(limit)
    .execute();
  if (rows.length === 0) return 0;
  await resultTables(tx)
    .updateTable('tasks_question')
    .set({ is_del: 0, kept_by: null, updated_at: tx.now })
    .where(
      'question_id',
      'in',
      rows.map(({ question_id }) => question_id),
    )
    .execute();
  return rows.length;
}
