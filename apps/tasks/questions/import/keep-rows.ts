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
    await addParts(tx, owner, own.parts, parts, options);
  }
  await upsert(tx, 'tasks_question', questions);
  await upsert(tx, 'tasks_answer', answers);
  await upsert(tx, 'tasks_option', options);
  await upsert(tx, 'tasks_subquestion', parts);
}

const isAnswerKind = (type: string): type is AnswerKind => ['1', '2', '3', '4', '8'].includes(type);

/** Of records with one id the last counts; those without get new ones. */
async function numbered(tx: Tx, records: readonly QuestionRecord[]) {
  const known = records.filter((record) => record.id !== null);
  const largest = known.reduce((most, { id }) => Math.max(most, id!), 0);
  if (largest > 0) await keepClearOf(tx, 'tasks_question', largest);
  const unnumbered = records.length - known.length;
  let next = unnumbered === 0 ? 0 : await takeIds(tx, 'tasks_question', unnumbered);
  const byId = new Map(records.map((record) => [record.id ?? next++, record]));
  return [...byId].map(([id, record]) => ({ ...record, id }));
}

async function addParts(
  tx: Tx,
  owner: { question_id: Id; channel_code: string },
  own: OwnRows['parts'],
  parts: SubquestionTable[],
  options: OptionTable[],
): Promise<void> {
  for (const { options: theirs, child_id, ...part } of own) {
    const name = `tasks_subquestion ${part.kind}`;
    if (child_id !== null) await keepClearOf(tx, name, child_id);
    const id = child_id ?? (await takeIds(tx, name, 1));
    parts.push({ ...owner, ...part, child_id: id });
    options.push(...theirs.map((option) => ({ ...owner, kind: 'calc' as const, child_id: id, ...option })));
  }
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
