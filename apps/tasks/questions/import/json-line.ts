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
    const parts = said ? listOf(said['sub_questions']).map(partRow) : [];
    return { answer: said ? textOf(fieldsOf(said), 'type2', 2) : null, options: [], parts };
  }
  const plain = said ? (said['option_true'] ?? said['answer_content'] ?? said['correct_answer']) : answer;
  return {
    answer: answerValue(type, plainText(plain ?? correct_answer ?? null)),
    options: listOf(options).map(optionRow),
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

function optionRow(option: Json, at: number): OptionRow {
  const fields = fieldsOf(option);
  return {
    label: needed(fields, 'label', 10),
    content: textOf(fields, 'content', LONGEST) ?? '',
    seq: wholeOf(fields, 'seq') ?? at + 1,
  };
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
    options: listOf(part['options']).map(optionRow),
  };
}

const objectOf = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;

/** At most as many as anybody could answer. */
function listOf(value: unknown): Json[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value.map(objectOf) : null;
  if (!list || list.length > 200 || list.includes(null)) throw new RowRefused('TASKS_ROW_JSON');
  return list as Json[];
}

const fieldsOf = (object: Json): Fields => new Map(Object.entries(object));
