import type { Id, Store } from '@posthouse/kernel';
import type { Locale } from '@posthouse/protocol';
import type { Cell, Table } from '@posthouse/export';
import { typeName } from '../contract/types.ts';
import { exportPage, type ExportLine, type ExportPage, type ExportWhat, type Mark } from './export-rows.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
  readonly width?: number;
}

const TYPE: Words = { zh: '题型', en: 'Type', width: 10 };
const SUBJECT: Words = { zh: '科目', en: 'Subject', width: 16 };
const CHANNEL: Words = { zh: '渠道', en: 'Channel', width: 10 };
const QUESTION: Words = { zh: '题目ID', en: 'Question', width: 10 };
const DELETED: Words = { zh: '已删除', en: 'Deleted', width: 8 };
const TEXT: Words = { zh: '题干', en: 'Text', width: 80 };

/** What each file is called, its columns, and the rows one line makes. */
const FILES: Readonly<
  Record<
    ExportWhat,
    { name: Words; columns: readonly Words[]; readonly rows: (line: ExportLine) => Cell[][] }
  >
> = {
  groups: {
    name: { zh: '完全重复', en: 'Exact groups' },
    columns: [{ zh: '重复组', en: 'Group', width: 10 }, TYPE, SUBJECT, CHANNEL, QUESTION, DELETED, TEXT],
    rows: (line) =>
      line.questions.map(({ id, deleted, text }) => [line.id, ...placeOf(line), id, deleted, text]),
  },
  clusters: {
    name: { zh: '重复簇', en: 'Clusters' },
    columns: [
      { zh: '重复簇', en: 'Cluster', width: 10 },
      TYPE,
      SUBJECT,
      CHANNEL,
      QUESTION,
      { zh: '代表题', en: 'Representative', width: 8 },
      DELETED,
      TEXT,
    ],
    rows: (line) =>
      line.questions.map(({ id, deleted, text }) => [
        line.id,
        ...placeOf(line),
        id,
        id === line.representative,
        deleted,
        text,
      ]),
  },
  pairs: {
    name: { zh: '相似题目', en: 'Similar pairs' },
    columns: [
      { zh: '重复对', en: 'Pair', width: 10 },
      TYPE,
      SUBJECT,
      CHANNEL,
      { zh: '相似度', en: 'Similarity', width: 8 },
      { zh: '结论', en: 'Verdict', width: 10 },
      { zh: '不合并的原因', en: 'Why not merged', width: 20 },
      { zh: '题目ID 1', en: 'Question 1', width: 10 },
      { zh: '题干 1', en: 'Text 1', width: 60 },
      { zh: '题目ID 2', en: 'Question 2', width: 10 },
      { zh: '题干 2', en: 'Text 2', width: 60 },
    ],
    rows: (line) => [
      [
        line.id,
        ...placeOf(line),
        line.similarity,
        line.verdict,
        line.reason,
        ...line.questions.flatMap(({ id, text }) => [id, text]),
      ],
    ],
  },
};

const placeOf = ({ type, subject_name, channel_code }: ExportLine): Cell[] => [
  typeName(type),
  subject_name,
  channel_code,
];

/**
 * What a task found as a table whose rows are read while it is written. The first page is read before the first byte
 * leaves, so that a refusal can still be worded.
 */
export function exportTable(
  store: Pick<Store, 'read'>,
  { task, what, locale, first }: { task: Id; what: ExportWhat; locale: Locale; first: ExportPage },
): Table {
  const { name, columns, rows } = FILES[what];
  async function* all(): AsyncGenerator<Cell[]> {
    for (let page = first; ; page = await next(page.last)) {
      for (const line of page.lines) yield* rows(line);
      if (page.last === null) return;
    }
  }
  const next = (after: Mark | null) => store.read(exportPage, { task, what, after });
  return {
    name: name[locale],
    columns: columns.map((column) => ({
      header: column[locale],
      ...(column.width !== undefined && { width: column.width }),
    })),
    rows: all(),
  };
}
