import type { AnswerTable, OptionTable, QuestionTable, SubquestionTable } from '../tables.ts';

/** What a file may say of a question's own row. */
export type QuestionRow = Omit<QuestionTable, 'question_id' | 'kept_by' | 'updated_at'>;
export type OptionRow = Omit<OptionTable, 'question_id' | 'channel_code' | 'kind' | 'child_id'>;
export interface PartRow extends Omit<SubquestionTable, 'question_id' | 'channel_code' | 'child_id'> {
  /** null: a new one. */
  readonly child_id: number | null;
  readonly options: readonly OptionRow[];
}

/** One record of a file, read and checked. */
export type BankRow =
  | {
      readonly is: 'question';
      /** null: a new one. */
      readonly id: number | null;
      readonly row: QuestionRow;
      /** What came in the same record takes the place of what was there; null: it said nothing of them. */
      readonly own: OwnRows | null;
    }
  | { readonly is: 'answer'; readonly row: AnswerTable }
  | { readonly is: 'option'; readonly row: OptionTable }
  | { readonly is: 'part'; readonly row: SubquestionTable };

export interface OwnRows {
  readonly answer: string | null;
  readonly options: readonly OptionRow[];
  readonly parts: readonly PartRow[];
}

/** Rows of the bank that a record becomes, about. */
export const rowsOf = (record: BankRow): number =>
  record.is === 'question' && record.own
    ? record.own.parts.reduce((sum, part) => sum + 1 + part.options.length, 2 + record.own.options.length)
    : 1;

/** Why a record was left out: a code of the registry. */
export interface RowFault {
  readonly code: RowCode;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export type RowCode =
  | 'TASKS_ROW_COLUMNS'
  | 'TASKS_ROW_JSON'
  | 'TASKS_ROW_LIST'
  | 'TASKS_ROW_EMPTY'
  | 'TASKS_ROW_NUMBER'
  | 'TASKS_ROW_TEXT'
  | 'TASKS_ROW_TOO_LONG'
  | 'TASKS_ROW_TYPE'
  | 'TASKS_ROW_ANSWER'
  | 'TASKS_ROW_ENCODING';

/** Thrown while a record is read, caught where records are counted. */
export class RowRefused extends Error {
  readonly fault: RowFault;
  constructor(code: RowCode, detail?: Readonly<Record<string, unknown>>) {
    super(code);
    this.name = 'RowRefused';
    this.fault = detail === undefined ? { code } : { code, detail };
  }
}
