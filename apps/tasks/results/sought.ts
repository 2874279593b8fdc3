import { refuse, type Id, type Refusal } from '@posthouse/kernel';
import * as Type from 'typebox';
import type { Verdict } from '../contract/states.ts';
import { Word } from '../contract/text.ts';
import { PageQuery, wholeOf } from '../http/paging.ts';
import type { GroupsSought } from './groups.ts';
import type { PairsSought } from './pairs.ts';

export const ListGroups = Type.Object({
  ...PageQuery,
  group_type: Word,
  subject_id: Word,
  question_count: Word,
});
export type ListGroups = Type.Static<typeof ListGroups>;

export const ListPairs = Type.Object({
  ...PageQuery,
  min_similarity: Type.Optional(Type.String({ maxLength: 20, description: '0 to 1, inclusive; 0.8' })),
  group_type: Word,
  format: Type.Optional(Type.String({ maxLength: 20, description: 'grouped (default) | pairs' })),
  verdict: Type.Optional(Type.String({ maxLength: 20, description: 'similar (default) | variant' })),
});
export type ListPairs = Type.Static<typeof ListPairs>;

/** What clients send for "not chosen". */
const given = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim();

export function groupsSought(task: Id, query: ListGroups): GroupsSought | Refusal {
  for (const at of ['subject_id', 'question_count'] as const) {
    if (given(query[at]) !== null && wholeOf(query[at]) === null) return refuse('TASKS_QUERY', { at });
  }
  return {
    task,
    type: given(query.group_type),
    subject_id: wholeOf(query.subject_id),
    question_count: wholeOf(query.question_count),
  };
}

const LEAST = 0.8;
const VERDICTS: readonly Verdict[] = ['similar', 'variant'];

/** `min_similarity=0` means 0 (fault 16); what is no share is refused instead of taken for 0.8. */
export function pairsSought(task: Id, query: ListPairs): PairsSought | Refusal {
  const text = given(query.min_similarity);
  const share = text === null ? LEAST : Number(text);
  if (!(share >= 0 && share <= 1)) return refuse('TASKS_QUERY', { at: 'min_similarity' });
  const verdict = given(query.verdict) ?? 'similar';
  const known = VERDICTS.find((one) => one === verdict);
  if (!known) return refuse('TASKS_QUERY', { at: 'verdict' });
  // Inclusive: 0.8182 asked for finds 8182, whatever the product of binary fractions is.
  const least = Math.ceil(share * 10_000 - 1e-6);
  return { task, verdict: known, least, type: given(query.group_type) };
}
