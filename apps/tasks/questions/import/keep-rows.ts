import type { Id, Tx } from '@posthouse/kernel';
import type { AnswerKind, AnswerTable, OptionTable, QuestionTable, SubquestionTable } from '../tables.ts';
import { questionTables } from '../tables.ts';
import { upsert } from '../upsert.ts';
import { keepClearOf, takeIds } from '../write.ts';
import type { BankRow, OwnRows } from './rows.ts';

type QuestionRecord = Extract<BankRow, { is: 'question' }>;

/** Puts records into the bank, over what is there under the same ids. */
export async function keepRows(tx: Tx, rows: readonly BankRow[]): Promise<void> {
  const records = await numbered(
    tx,
    rows.filter((row) => row.is === 'question'),
  );
  const questions: QuestionTable[] = [];
  const answers: AnswerTable[] = rows.flatMap((one) => (one.is === 'answer' ? [one.row] : []));
  const options: OptionTable[] = rows.flatMap((one) => (one.is === 'option' ? [one.row] : []));
  const parts: SubquestionTable[] = rows.flatMap((one) => (one.is === 'part' ? [one.row] : []));
  await touch(tx, [...answers, ...options, ...parts]);
  await clear(
    tx,
    records.flatMap(({ id, own }) => (own ? [id] : [])),
  );
  for (const { id, row, own } of records) {
    questions.push({ ...row, question_id: id, kept_by: null, updated_at: tx.now });
    if (!own) continue;
    const owner = { question_id: id, channel_code: row.channel_code };
    if (own.answer !== null && isAnswerKind(row.type)) {
      answers.push({ ...owner, kind: row.type, value: own.answer });
    }
    if (row.type === '1' || row.type === '2') {
      const kind: '1' | '2' = row.type;
      options.push(...own.options.map((option) => ({ ...owner, kind, child_id: 0, ...option })));
    }
  }
  const own = await partsOf(tx, records);
  await upsert(tx, 'tasks_question', questions);
  await upsert(tx, 'tasks_answer', answers);
  await upsert(tx, 'tasks_option', [...options, ...own.options]);
  await upsert(tx, 'tasks_subquestion', [...parts, ...own.parts]);
}

const isAnswerKind = (type: string): type is AnswerKind => ['1', '2', '3', '4', '8'].includes(type);

/** Ids as a file brings them; where it brings none, new ones, beyond all that were ever given. */
async function idsFor(tx: Tx, name: string, brought: readonly (Id | null)[]): Promise<Id[]> {
  const largest = brought.reduce<Id>((most, id) => Math.max(most, id ?? 0), 0);
  if (largest > 0) await keepClearOf(tx, name, largest);
  const missing = brought.filter((id) => id === null).length;
  let next = missing === 0 ? 0 : await takeIds(tx, name, missing);
  return brought.map((id) => id ?? next++);
}

/** Of records with one id the last counts. */
async function numbered(tx: Tx, records: readonly QuestionRecord[]) {
  const ids = await idsFor(
    tx,
    'tasks_question',
    records.map(({ id }) => id),
  );
  const byId = new Map(records.map((record, n) => [ids[n]!, record]));
  return [...byId].map(([id, record]) => ({ ...record, id }));
}

type Owned = OwnRows['parts'][number] & { readonly question_id: Id; readonly channel_code: string };

/** The parts of these questions with their options; ids are taken once for all of a kind. */
async function partsOf(tx: Tx, records: Awaited<ReturnType<typeof numbered>>) {
  const parts: SubquestionTable[] = [];
  const options: OptionTable[] = [];
  const owned = records.flatMap(({ id, row, own }): Owned[] =>
    (own?.parts ?? []).map((part) => ({ question_id: id, channel_code: row.channel_code, ...part })),
  );
  for (const [kind, some] of Map.groupBy(owned, (part) => part.kind)) {
    const ids = await idsFor(
      tx,
      `tasks_subquestion ${kind}`,
      some.map(({ child_id }) => child_id),
    );
    for (const [n, { options: theirs, ...part }] of some.entries()) {
      const child_id = ids[n]!;
      const { question_id, channel_code } = part;
      parts.push({ ...part, child_id });
      for (const option of theirs)
        options.push({ question_id, channel_code, kind: 'calc', child_id, ...option });
    }
  }
  return { parts, options };
}

/** What a record brings takes the place of what was there. */
async function clear(tx: Tx, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  const db = questionTables(tx);
  for (const table of ['tasks_answer', 'tasks_option', 'tasks_subquestion'] as const) {
    await db.deleteFrom(table).where('question_id', 'in', ids).execute();
  }
}

/** A new answer or option changes its question, for tasks that look at changes alone. */
async function touch(tx: Tx, rows: readonly { readonly question_id: Id }[]): Promise<void> {
  const ids = [...new Set(rows.map(({ question_id }) => question_id))];
  if (ids.length === 0) return;
  await questionTables(tx)
    .updateTable('tasks_question')
    .set({ updated_at: tx.now })
    .where('question_id', 'in', ids)
    .execute();
}
