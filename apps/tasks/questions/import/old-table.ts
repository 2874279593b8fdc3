import { idOf, LONGEST, needed, neededId, textOf, wholeOf, type Fields } from './fields.ts';
import type { ImportPlan, OldTable } from './plan.ts';
import { questionId, questionRow, type ReadTime } from './question-row.ts';
import { RowRefused, type BankRow } from './rows.ts';
import type { AnswerKind } from '../tables.ts';

type Reader = (fields: Fields, plan: ImportPlan, readTime: ReadTime) => BankRow;

/** How each table of the old database is read: a CSV whose header names the table's columns (contract §7). */
const READERS: Readonly<Record<OldTable, Reader>> = {
  teach_question(fields, plan, readTime) {
    const id = questionId(fields);
    if (id === null) throw new RowRefused('TASKS_ROW_EMPTY', { column: 'question_id' });
    const row = questionRow(fields, plan, readTime, needed(fields, 'type', 10));
    return { is: 'question', id, row, own: null };
  },
  teach_ans_single_choice: answers('1', 'option_true'),
  teach_ans_mult_choice: answers('2', 'option_true'),
  teach_ans_judgment: answers('3', 'option_true'),
  teach_ans_blank: answers('4', 'answer_content'),
  teach_ans_calcparent: answers('8', 'type2'),
  teach_ans_single_choice_child: options('1'),
  teach_ans_mult_choice_child: options('2'),
  teach_ans_calcchild: parts('calc'),
  teach_ans_blankchild: parts('blank'),
  teach_ans_calcchild_child: options('calc'),
};

export function oldTableRow(fields: Fields, plan: ImportPlan, readTime: ReadTime): BankRow {
  if (plan.table === null) throw new RowRefused('TASKS_ROW_COLUMNS');
  return READERS[plan.table](fields, plan, readTime);
}

function ownerOf(fields: Fields, { defaults }: ImportPlan) {
  return {
    question_id: neededId(fields, 'question_id'),
    channel_code: textOf(fields, 'channel_code', 20) ?? defaults.channel_code,
  };
}

/** Stored as it stands: the old data say `A`, `A,B`, `1` and `2` already. */
function answers(kind: AnswerKind, column: string): Reader {
  return (fields, plan) => ({
    is: 'answer',
    row: { ...ownerOf(fields, plan), kind, value: textOf(fields, column, LONGEST) },
  });
}

function options(kind: '1' | '2' | 'calc'): Reader {
  return (fields, plan) => ({
    is: 'option',
    row: {
      ...ownerOf(fields, plan),
      kind,
      child_id: kind === 'calc' ? neededId(fields, 'calcchild_id') : 0,
      label: needed(fields, 'label', 10),
      content: textOf(fields, 'content', LONGEST) ?? '',
      seq: wholeOf(fields, 'seq') ?? 0,
    },
  });
}

function parts(kind: 'calc' | 'blank'): Reader {
  return (fields, plan) => ({
    is: 'part',
    row: {
      ...ownerOf(fields, plan),
      kind,
      child_id: idOf(fields, `${kind}child_id`) ?? neededId(fields, 'id'),
      type: textOf(fields, 'type', 2) ?? (kind === 'calc' ? '1' : '4'),
      content: textOf(fields, 'content', LONGEST) ?? '',
      sort: wholeOf(fields, 'sort') ?? 0,
      answer_content: textOf(fields, 'answer_content', LONGEST),
      option_true: textOf(fields, 'option_true', 100),
      analysis: textOf(fields, 'analysis', LONGEST),
    },
  });
}

/** Names that options go by in the old child tables. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  option_label: 'label',
  option_name: 'label',
  option_no: 'label',
  option_content: 'content',
  option_value: 'content',
  option_seq: 'seq',
};

export function oldColumn(header: string): string {
  const name = header.trim().toLowerCase();
  return OLD_NAMES[name] ?? name;
}
