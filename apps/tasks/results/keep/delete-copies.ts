import type { Id, Tx } from '@posthouse/kernel';
import type { SetTable } from '../../store/sets.ts';
import { membersOf } from '../found.ts';
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
async function deleteBy(tx: Tx, keep: Id, ids: readonly Id[]): Promise<number> {
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

/** Of one set: the question that stays, and those that go. */
export interface Copies {
  readonly stays: Id;
  readonly go: readonly Id[];
}

/** Which of each set's live members go when one stays: by a rule, or that which somebody chose. */
export async function copiesOf(
  tx: Tx,
  { table, sets, keeping }: { table: SetTable; sets: readonly Id[]; keeping: KeepRule | Id },
): Promise<Copies[]> {
  const members = await membersOf(tx, table, sets);
  const known = new Map<Id, Candidate>();
  for (const one of await liveMembers(tx, [...members.values()].flat())) known.set(one.question_id, one);
  const all: Copies[] = [];
  for (const ids of members.values()) {
    const live = ids.flatMap((id) => known.get(id) ?? []);
    const one = typeof keeping === 'number' ? keeping : stays(live, keeping);
    const go = live.flatMap(({ question_id }) => (question_id === one ? [] : [question_id]));
    if (one !== null && go.length > 0) all.push({ stays: one, go });
  }
  return all;
}

/** In pieces of about `size` questions: only a set that is larger is cut. */
export function* inPieces(all: readonly Copies[], size: number): Generator<readonly Copies[]> {
  let piece: Copies[] = [];
  let count = 0;
  for (const { stays: one, go } of all) {
    for (let from = 0; from < go.length; from += size) {
      const some = go.slice(from, from + size);
      if (count + some.length > size && piece.length > 0) {
        yield piece;
        [piece, count] = [[], 0];
      }
      piece.push({ stays: one, go: some });
      count += some.length;
    }
  }
  if (piece.length > 0) yield piece;
}

/** Deletes copies whose one is still there: a person may have deleted it meanwhile. Returns how many. */
export async function deleteCopies(tx: Tx, keep: Id, all: readonly Copies[]): Promise<number> {
  const live = await liveMembers(
    tx,
    all.map((copies) => copies.stays),
  );
  const there = new Set(live.map(({ question_id }) => question_id));
  return deleteBy(
    tx,
    keep,
    all.flatMap((copies) => (there.has(copies.stays) ? copies.go : [])),
  );
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
