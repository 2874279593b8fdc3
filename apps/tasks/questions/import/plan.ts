/** What a file is: rows with a header, a question per line, or one table of the old database. */
export const FORMATS = ['csv', 'jsonl', 'table'] as const;
export type Format = (typeof FORMATS)[number];

/** The old tables that can be brought, each as one CSV with its column names as header. */
export const OLD_TABLES = [
  'teach_question',
  'teach_ans_single_choice',
  'teach_ans_single_choice_child',
  'teach_ans_mult_choice',
  'teach_ans_mult_choice_child',
  'teach_ans_judgment',
  'teach_ans_blank',
  'teach_ans_calcparent',
  'teach_ans_calcchild',
  'teach_ans_calcchild_child',
  'teach_ans_blankchild',
] as const;
export type OldTable = (typeof OLD_TABLES)[number];

export const ENCODINGS = ['auto', 'utf-8', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How a file is to be read, and what its rows get where they say nothing. */
export interface ImportPlan {
  readonly format: Format;
  readonly table: OldTable | null;
  readonly encoding: Encoding;
  readonly defaults: {
    readonly channel_code: string;
    readonly subject_id: number | null;
    readonly subject_name: string | null;
    readonly type: string | null;
  };
}
