/** The tables of the old database, each brought as a CSV named after it. */
const OLD_TABLES = [
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

export interface FileKind {
  readonly format: 'csv' | 'jsonl' | 'table';
  readonly table: string | null;
}

/** What a file is by its name, and by its first characters where the name does not say. */
export function kindOf(name: string, beginning: string): FileKind {
  const [, stem = '', ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(name.toLowerCase()) ?? [];
  if (ending === '.jsonl' || ending === '.ndjson') return { format: 'jsonl', table: null };
  // Copies of an export are called `teach_question (1).csv` or `2026-05-01_teach_question.csv`: the longest name in it.
  const table = OLD_TABLES.filter((one) => stem.includes(one)).toSorted((a, b) => b.length - a.length)[0];
  if (table) return { format: 'table', table };
  if (/^\uFEFF?\s*\{/.test(beginning)) return { format: 'jsonl', table: null };
  return { format: 'csv', table: null };
}

export interface Defaults {
  channel: string;
  subject: string;
}

/** Address and media type of an upload. */
export function uploadOf(
  name: string,
  { format, table }: FileKind,
  { channel, subject }: Defaults,
): { readonly path: string; readonly type: string } {
  const query = new URLSearchParams({
    format,
    name: name.slice(0, 200),
    ...(table !== null && { table }),
    ...(channel.trim() !== '' && { channel_code: channel.trim() }),
    ...(subject.trim() !== '' && { subject_name: subject.trim() }),
  });
  return {
    path: `/api/questions/import?${query}`,
    type: format === 'jsonl' ? 'application/x-ndjson' : 'text/csv',
  };
}

/** `1_234_567` is `1.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
