import type { Id } from '@posthouse/kernel';
import { questionErrorText } from '../../contract/question-errors.ts';
import { filled } from '../../http/envelope.ts';
import type { LocalTime } from '../../local-time.ts';
import type { ImportTable } from '../tables.ts';
import type { ImportPlan } from './plan.ts';
import type { Selectable } from 'kysely';

export type ImportRow = Selectable<ImportTable>;

/** What is told of a code: itself, and its words. */
export interface Worded {
  readonly code: string;
  readonly text: { readonly zh: string; readonly en: string };
}

/** An import as its watchers see it. */
export interface Import {
  readonly id: Id;
  readonly name: string;
  readonly state: ImportTable['state'];
  readonly format: ImportPlan['format'];
  readonly table: ImportPlan['table'];
  readonly encoding: string | null;
  readonly bytes: number;
  /** Percent, two decimals. */
  readonly progress_percentage: number;
  /** Records that have been read: those taken and those left out. */
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly error: Worded | null;
  readonly by: string;
  readonly created_at: string;
  readonly ended_at: string | null;
}

/** A record that was left out, and why. */
export interface Reject extends Worded {
  readonly line: number;
}

export function toImport(row: ImportRow, { iso }: LocalTime): Import {
  const plan = JSON.parse(row.plan) as ImportPlan;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    format: plan.format,
    table: plan.table,
    encoding: row.encoding,
    bytes: row.bytes,
    progress_percentage: progressOf(row),
    records: row.records,
    accepted: row.accepted,
    rejected: row.rejected,
    error: row.error === null ? null : worded(row.error, row.error_detail),
    by: row.by,
    created_at: iso(row.created_at),
    ended_at: row.ended_at === null ? null : iso(row.ended_at),
  };
}

function progressOf({ state, position, bytes }: ImportRow): number {
  if (state === 'done') return 100;
  return bytes === 0 ? 0 : Math.floor((Math.min(position, bytes) / bytes) * 9_999) / 100;
}

export function toReject({
  line,
  code,
  detail,
}: {
  line: number;
  code: string;
  detail: string | null;
}): Reject {
  return { line, ...worded(code, detail) };
}

function worded(code: string, json: string | null): Worded {
  const detail: unknown = json === null ? undefined : JSON.parse(json);
  const text = questionErrorText(code) ?? { zh: code, en: code };
  return { code, text: { zh: filled(text.zh, detail), en: filled(text.en, detail) } };
}
