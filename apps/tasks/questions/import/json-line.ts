import { answerValue } from './answers.ts';
import { idOf, LONGEST, needed, textOf, wholeOf, type Fields } from './fields.ts';
import type { ImportPlan } from './plan.ts';
import { questionId, questionRow, type ReadTime } from './question-row.ts';
import { RowRefused, type BankRow, type OptionRow, type OwnRows, type PartRow } from './rows.ts';

type Json = Readonly<Record<string, unknown>>;

/** One line: a question as `GET /api/questions/<qid>` gives it, so that what was read can be written back. */
export function jsonRow(line: string, plan: ImportPlan, readTime: ReadTime): BankRow {
  const object = objectOf(parsed(line));
  if (!object) throw new RowRefused('TASKS_ROW_JSON');
  const fields = fieldsOf(object);
  const type = textOf(fields, 'type', 10) ?? plan.defaults.type ?? '1';
  return {
    is: 'question',
    id: questionId(fields),
    row: questionRow(fields, plan, readTime, type),
    own: ownRows(object, type),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new RowRefused('TASKS_ROW_JSON');
  }
}

/** null: the line speaks neither of an answer nor of options. */
function ownRows(object: Json, type: string): OwnRows | null {
  const { answer, correct_answer, options } = object;
  if (answer === undefined && correct_answer === undefined && options === undefined) return null;
  const said = objectOf(answer);
  if (type === '8') {
    const parts = said ? objectsOf(said['sub_questions'], 'sub_questions').map(partRow) : [];
    return { answer: said ? textOf(fieldsOf(said), 'type2', 2) : null, options: [], parts };
  }
  const plain = said ? (said['option_true'] ?? said['answer_content'] ?? said['correct_answer']) : answer;
  return {
    answer: answerValue(type, plainText(plain ?? correct_answer ?? null)),
    options: optionRows(options),
    parts: [],
  };
}

/** `"A"`, `["A","B"]`, `true` and nothing. */
function plainText(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? '1' : '2';
  return Array.isArray(value)
    ? answerText(value.map((one) => answerText(one) ?? '').join(','))
    : answerText(value);
}

const answerText = (value: unknown): string | null => textOf(new Map([['answer', value]]), 'answer', LONGEST);

/** Options as the API shows them, or as plain texts. */
const optionRows = (options: unknown): OptionRow[] =>
  listOf(options, 'options').map((option, at) =>
    typeof option === 'string' ? plainOption(option, at) : optionRow(objectIn(option, 'options'), at),
  );

function optionRow(option: Json, at: number): OptionRow {
  const fields = fieldsOf(option);
  return {
    label: needed(fields, 'label', 10),
    content: textOf(fields, 'content', LONGEST) ?? '',
    seq: wholeOf(fields, 'seq') ?? at + 1,
  };
}

/** A letter that a text begins with, as in `A. text` and `A、text`. */
const LETTERED = /^\s*([A-Z])\s*[.．、:：)）]\s*/;

/** The option of its place: its letter need not be written. */
function plainOption(option: string, at: number): OptionRow {
  const label = at < 26 ? String.fromCharCode(65 + at) : String(at + 1);
  const [written = '', letter] = LETTERED.exec(option) ?? [];
  const text = letter === label ? option.slice(written.length) : option;
  return { label, content: textOf(new Map([['options', text]]), 'options', LONGEST) ?? '', seq: at + 1 };
}

function partRow(part: Json, at: number): PartRow {
  const fields = fieldsOf(part);
  const kind = part['blankchild_id'] === undefined && textOf(fields, 'type', 2) !== '4' ? 'calc' : 'blank';
  const answer = fieldsOf(objectOf(part['answer']) ?? {});
  return {
    kind,
    child_id: idOf(fields, `${kind}child_id`),
    type: textOf(fields, 'type', 2) ?? (kind === 'calc' ? '1' : '4'),
    content: textOf(fields, 'content', LONGEST) ?? '',
    sort: wholeOf(fields, 'sort') ?? at + 1,
    answer_content: textOf(answer, 'answer_content', LONGEST),
    option_true: textOf(answer, 'option_true', 100),
    analysis: textOf(fields, 'analysis', LONGEST),
    options: optionRows(part['options']),
  };
}

const objectOf = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;

/** At most as many as anybody could answer. */
function listOf(value: unknown, column: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > 200) throw new RowRefused('TASKS_ROW_LIST', { column });
  return value;
}

function objectIn(value: unknown, column: string): Json {
  const object = objectOf(value);
  if (!object) throw new RowRefused('TASKS_ROW_LIST', { column });
  return object;
}

const objectsOf = (value: unknown, column: string): Json[] =>
  listOf(value, column).map((one) => objectIn(one, column));

const fieldsOf = (object: Json): Fields => new Map(Object.entries(object));
