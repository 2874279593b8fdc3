import type { Id } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import { typeName } from '../contract/types.ts';
import { readable } from '../dedup/index.ts';
import type { LocalTime } from '../local-time.ts';
import { toQuestion } from '../questions/shape.ts';
import type { questionsById } from '../questions/read.ts';
import type { ClusterTable, ExactGroupTable, PairTable, Place } from '../store/tables.ts';

/** Where it was found, as lists have it: a missing subject is left out, never written `None` (fault 15). */
export function placeInList({ type, subject_id, subject_name, channel_code }: Place) {
  const name = { ...(subject_name !== null && { subject_name }) };
  return { type, type_name: typeName(type), subject_id, ...name, channel_code };
}

/** As details have it: a missing subject is null. */
export function placeInDetail({ type, subject_id, subject_name, channel_code }: Place) {
  return { type, type_name: typeName(type), subject_id, subject_name, channel_code };
}

type PlaceOf = (place: Place) => object;

export function toGroup(
  row: Selectable<ExactGroupTable>,
  ids: readonly Id[],
  time: LocalTime,
  placeOf: PlaceOf = placeInList,
) {
  return {
    id: row.id,
    task_id: row.task_id,
    content_hash: row.content_hash,
    question_count: ids.length,
    question_ids: ids,
    group: placeOf(row),
    detected_at: time.iso(row.detected_at),
  };
}

export function toPair(row: Selectable<PairTable>, time: LocalTime, placeOf: PlaceOf = placeInList) {
  return {
    id: row.id,
    task_id: row.task_id,
    question_id_1: row.question_id_1,
    question_id_2: row.question_id_2,
    similarity: shareOf(row.similarity),
    duplicate_type: row.verdict,
    // A variant says why it is none.
    ...(row.reason !== null && { reasons: row.reason.split(',') }),
    group: placeOf(row),
    detected_at: time.iso(row.detected_at),
  };
}

export function toCluster(row: Selectable<ClusterTable>, ids: readonly Id[], placeOf: PlaceOf = placeInList) {
  return {
    id: row.id,
    task_id: row.task_id,
    representative: row.representative,
    question_count: ids.length,
    question_ids: ids,
    group: placeOf(row),
  };
}

/** Similarities are stored in ten-thousandths. */
export const shareOf = (similarity: number): number => similarity / 10_000;

type Whole = NonNullable<
  Awaited<ReturnType<typeof questionsById>> extends ReadonlyMap<Id, infer W> ? W : never
>;

/** A question as details show it, with the text that was compared; deleted ones are marked, not left out (fault 20). */
export function toMember(whole: Whole, time: LocalTime) {
  return {
    ...toQuestion(whole, { answer: true, analysis: true }, time),
    is_del: whole.row.is_del,
    cleaned_content: readable(whole.row.content),
  };
}
