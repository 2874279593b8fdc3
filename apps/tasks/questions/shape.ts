import type { Selectable } from 'kysely';
import { typeName } from '../contract/types.ts';
import type { LocalTime } from '../local-time.ts';
import type { AnswerTable, OptionTable, QuestionTable, SubquestionTable } from './tables.ts';

/** A question and all that belongs to it, as rows. */
export interface WholeQuestion {
  readonly row: Selectable<QuestionTable>;
  readonly answers: readonly Selectable<AnswerTable>[];
  readonly options: readonly Selectable<OptionTable>[];
  readonly subquestions: readonly Selectable<SubquestionTable>[];
}

export interface Include {
  readonly answer: boolean;
  readonly analysis: boolean;
}

/** The question object of the contract (§6 and §7). */
export function toQuestion(whole: WholeQuestion, { answer, analysis }: Include, time: LocalTime) {
  const { row } = whole;
  return {
    question_id: row.question_id,
    type: row.type,
    type_name: typeName(row.type),
    subject_id: row.subject_id,
    subject_name: row.subject_name,
    chapter_id: row.chapter_id,
    subject_type: row.subject_type,
    subject_type_name: row.subject_type_name,
    content: row.content,
    content_detail: row.content_detail,
    attr: row.attr,
    sort: row.sort,
    channel_code: row.channel_code,
    create_time: row.create_time === null ? null : time.iso(row.create_time).slice(0, 19),
    ...(analysis && row.analysis !== null && row.analysis !== '' && { analysis: row.analysis }),
    ...(answer && { answer: answerOf(whole), correct_answer: plainAnswer(whole) }),
    ...optionsOf(whole),
  };
}
export type Question = ReturnType<typeof toQuestion>;

/** What the old answer table of the question's type holds for it; null where there is none. */
function valueOf({ row, answers }: WholeQuestion): string | null {
  const own = answers.find((one) => one.kind === row.type && one.channel_code === row.channel_code);
  return own?.value ?? null;
}

function answerOf(whole: WholeQuestion): object | null {
  const value = valueOf(whole);
  switch (whole.row.type) {
    case '1':
    case '3':
      return { correct_answer: value, option_true: value };
    case '2':
      return { correct_answer: labelsOf(value), option_true: value };
    case '4':
      return { correct_answer: value, answer_content: value };
    case '8':
      return { type2: value, sub_questions: subquestionsOf(whole) };
    default:
      return null;
  }
}

/**
 * The answer as one text at the top, where the dialog of exact groups reads it (fault 19). That dialog knows `0` for
 * wrong where the data say `2`; nested in `answer` it stays `2`.
 */
function plainAnswer(whole: WholeQuestion): string | null {
  const value = valueOf(whole);
  switch (whole.row.type) {
    case '1':
    case '4':
      return value;
    case '2':
      return value === null ? null : labelsOf(value).join(',');
    case '3':
      return value === '2' ? '0' : value;
    default:
      return null;
  }
}

export const labelsOf = (value: string | null): string[] =>
  (value ?? '')
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');

function optionsOf({ row, options }: WholeQuestion): { options?: object[] } {
  if (row.type === '1' || row.type === '2') {
    const own = options.filter(
      (one) => one.kind === row.type && one.child_id === 0 && one.channel_code === row.channel_code,
    );
    return { options: own.sort(bySeq).map(toOption) };
  }
  return row.type === '3' || row.type === '4' ? { options: [] } : {};
}

type OptionRow = Selectable<OptionTable>;
const toOption = ({ label, content, seq }: OptionRow) => ({ label, content, seq });
const bySeq = (a: OptionRow, b: OptionRow): number => a.seq - b.seq || (a.label < b.label ? -1 : 1);

function subquestionsOf({ row, subquestions, options }: WholeQuestion): object[] {
  return subquestions
    .filter(({ channel_code }) => channel_code === row.channel_code)
    .sort((a, b) => a.sort - b.sort || a.child_id - b.child_id)
    .map((sub) => ({
      [sub.kind === 'calc' ? 'calcchild_id' : 'blankchild_id']: sub.child_id,
      type: sub.type,
      content: sub.content,
      sort: sub.sort,
      answer: {
        answer_content: sub.answer_content,
        ...(sub.option_true !== null && { option_true: sub.option_true }),
      },
      ...(sub.analysis !== null && sub.analysis !== '' && { analysis: sub.analysis }),
      options: options
        .filter((one) => one.kind === sub.kind && one.child_id === sub.child_id)
        .sort(bySeq)
        .map(toOption),
    }));
}
