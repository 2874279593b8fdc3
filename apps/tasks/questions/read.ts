import type { Id, Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import type { Question as Compared } from '../dedup/index.ts';
import type { WholeQuestion } from './shape.ts';
import { questionTables, type QuestionTable } from './tables.ts';

type QuestionRow = Selectable<QuestionTable>;

/** These rows with answers, options and parts, in the same order; three reads for any number of them. */
export async function wholeQuestions(tx: Tx, rows: readonly QuestionRow[]): Promise<WholeQuestion[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ question_id }) => question_id);
  const db = questionTables(tx);
  const answers = await db.selectFrom('tasks_answer').selectAll().where('question_id', 'in', ids).execute();
  const options = await db.selectFrom('tasks_option').selectAll().where('question_id', 'in', ids).execute();
  const parts = rows.some(({ type }) => type === '8')
    ? await db.selectFrom('tasks_subquestion').selectAll().where('question_id', 'in', ids).execute()
    : [];
  const [answersOf, optionsOf, partsOf] = [byQuestion(answers), byQuestion(options), byQuestion(parts)];
  return rows.map((row) => ({
    row,
    answers: answersOf.get(row.question_id) ?? [],
    options: optionsOf.get(row.question_id) ?? [],
    subquestions: partsOf.get(row.question_id) ?? [],
  }));
}

const byQuestion = <T extends { readonly question_id: Id }>(rows: readonly T[]) =>
  Map.groupBy(rows, ({ question_id }) => question_id);

/** Ids of one statement: SQLite takes 32,766 values. */
const AT_ONCE = 500;

/** Questions by id, deleted ones too if asked for; unknown ids are left out. */
export async function questionsById(
  tx: Tx,
  ids: readonly Id[],
  { deleted = false } = {},
): Promise<ReadonlyMap<Id, WholeQuestion>> {
  const found = new Map<Id, WholeQuestion>();
  const wanted = [...new Set(ids)];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const rows = await questionTables(tx)
      .selectFrom('tasks_question')
      .selectAll()
      .where('question_id', 'in', wanted.slice(from, from + AT_ONCE))
      .$if(!deleted, (query) => query.where('is_del', '=', 0))
      .execute();
    for (const question of await wholeQuestions(tx, rows)) found.set(question.row.question_id, question);
  }
  return found;
}

/** What the engine compares of these rows, in the same order. */
export async function toCompared(
  tx: Tx,
  rows: readonly Pick<QuestionRow, 'question_id' | 'channel_code' | 'type' | 'content'>[],
): Promise<Compared[]> {
  if (rows.length === 0) return [];
  const db = questionTables(tx);
  const ids = rows.map(({ question_id }) => question_id);
  const answers = await db.selectFrom('tasks_answer').selectAll().where('question_id', 'in', ids).execute();
  const options = await db
    .selectFrom('tasks_option')
    .selectAll()
    .where('question_id', 'in', ids)
    .where('child_id', '=', 0)
    .orderBy('seq')
    .orderBy('label')
    .execute();
  const [answersOf, optionsOf] = [byQuestion(answers), byQuestion(options)];
  return rows.map((row) => {
    const isOwn = (one: { kind: string; channel_code: string }) =>
      one.kind === row.type && one.channel_code === row.channel_code;
    const answer = (answersOf.get(row.question_id) ?? []).find(isOwn)?.value;
    return {
      id: row.question_id,
      content: row.content,
      options: (optionsOf.get(row.question_id) ?? [])
        .filter(isOwn)
        .map(({ label, content }) => ({ label, content })),
      ...(typeof answer === 'string' && row.type !== '8' && { answer }),
    };
  });
}
