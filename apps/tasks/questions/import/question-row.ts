import type { Ms } from '@posthouse/kernel';
import { idOf, LONGEST, needed, textOf, wholeOf, type Fields } from './fields.ts';
import type { ImportPlan } from './plan.ts';
import { RowRefused, type QuestionRow } from './rows.ts';

/** A local time of a database (`2024-05-01 09:30:00`) as a moment; null where it is none. */
export type ReadTime = (text: string) => Ms | null;

/** The columns of `teach_question` (contract §7), with the file's defaults where a record is silent. */
export function questionRow(
  fields: Fields,
  { defaults }: ImportPlan,
  readTime: ReadTime,
  type: string,
): QuestionRow {
  if (!/^[0-9A-Za-z]{1,2}$/.test(type)) throw new RowRefused('TASKS_ROW_TYPE');
  const created = textOf(fields, 'create_time', 40);
  return {
    subject_id: wholeOf(fields, 'subject_id') ?? defaults.subject_id,
    subject_name: textOf(fields, 'subject_name', 50) ?? defaults.subject_name,
    chapter_id: wholeOf(fields, 'chapter_id'),
    subject_type: textOf(fields, 'subject_type', 50),
    subject_type_name: textOf(fields, 'subject_type_name', 50),
    content: needed(fields, 'content', LONGEST),
    content_detail: textOf(fields, 'content_detail', 100),
    type,
    analysis: textOf(fields, 'analysis', LONGEST),
    attr: textOf(fields, 'attr', 2),
    sort: wholeOf(fields, 'sort') ?? 0,
    remark: textOf(fields, 'remark', 100),
    channel_code: textOf(fields, 'channel_code', 20) ?? defaults.channel_code,
    create_time: created === null ? null : readTime(created),
    is_del: wholeOf(fields, 'is_del') === 1 ? 1 : 0,
  };
}

export const questionId = (fields: Fields): number | null => idOf(fields, 'question_id');
