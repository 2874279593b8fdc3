import { answerValue, isVerdict } from './answers.ts';
import { LONGEST, textOf, type Fields } from './fields.ts';
import type { ImportPlan } from './plan.ts';
import { questionId, questionRow, type ReadTime } from './question-row.ts';
import { RowRefused, type BankRow, type OptionRow } from './rows.ts';
import { labelsOf } from '../shape.ts';

/** Other names under which public files and people write our columns. Lower case. */
const ALIASES: Readonly<Record<string, string>> = {
  id: 'question_id',
  题目id: 'question_id',
  question: 'content',
  stem: 'content',
  题干: 'content',
  题目: 'content',
  题目内容: 'content',
  answer: 'answer',
  correct_answer: 'answer',
  option_true: 'answer',
  answer_content: 'answer',
  答案: 'answer',
  正确答案: 'answer',
  题型: 'type',
  subject: 'subject_name',
  科目: 'subject_name',
  学科: 'subject_name',
  科目id: 'subject_id',
  章节id: 'chapter_id',
  channel: 'channel_code',
  渠道: 'channel_code',
  explanation: 'analysis',
  解析: 'analysis',
  排序: 'sort',
};

/** The columns that are read; two of one name would be one too many. */
const READ: ReadonlySet<string> = new Set([
  ...Object.values(ALIASES),
  'subject_type',
  'subject_type_name',
  'content_detail',
  'attr',
  'remark',
  'create_time',
  'is_del',
  ...Array.from('ABCDEFGHIJ', (label) => `option ${label}`),
]);

/** A column that is read and there twice; undefined: none. */
export const columnTwice = (columns: readonly string[]): string | undefined =>
  columns.find((column, at) => READ.has(column) && columns.indexOf(column) < at);

const TYPES: Readonly<Record<string, string>> = {
  单选题: '1',
  单选: '1',
  多选题: '2',
  多选: '2',
  判断题: '3',
  判断: '3',
  填空题: '4',
  填空: '4',
};

/** Which column a header names: ours, an alias, or an option (`A`, `option_a`, `选项A`). */
export function columnOf(header: string): string {
  const name = header.trim().toLowerCase();
  const option = /^(?:option[_ ]?|选项\s*)?([a-j])$/.exec(name)?.[1];
  if (option !== undefined) return `option ${option.toUpperCase()}`;
  return ALIASES[name] ?? name;
}

/**
 * A record with a question, its options in columns and its answer. What type it is may be left out: it is told from
 * options and answer.
 */
export function looseRow(fields: Fields, plan: ImportPlan, readTime: ReadTime): BankRow {
  const options: OptionRow[] = [];
  for (const label of 'ABCDEFGHIJ') {
    const content = textOf(fields, `option ${label}`, LONGEST);
    if (content !== null) options.push({ label, content, seq: options.length + 1 });
  }
  const answer = textOf(fields, 'answer', LONGEST);
  const said = textOf(fields, 'type', 10)?.trim();
  const type = said === undefined ? (plan.defaults.type ?? typeLike(options, answer)) : (TYPES[said] ?? said);
  return {
    is: 'question',
    id: questionId(fields),
    row: questionRow(fields, plan, readTime, type),
    own: {
      answer: answerAmong(options, type, answer),
      options: type === '1' || type === '2' ? options : [],
      parts: [],
    },
  };
}

/** Where options are columns, a choice names some of them: the words of one are not its letter. */
function answerAmong(options: readonly OptionRow[], type: string, text: string | null): string | null {
  const value = answerValue(type, text);
  if (value === null || options.length === 0 || (type !== '1' && type !== '2')) return value;
  const known = new Set(options.map(({ label }) => label));
  if (!labelsOf(value).every((label) => known.has(label))) throw new RowRefused('TASKS_ROW_ANSWER');
  return value;
}

function typeLike(options: readonly OptionRow[], answer: string | null): string {
  if (options.length > 0) return /[A-Ja-j].*[A-Ja-j]/.test(answer ?? '') ? '2' : '1';
  return answer !== null && isVerdict(answer) ? '3' : '4';
}
