import type { Question } from '../dedup/index.ts';

const CHOICES: readonly string[] = ['1', '2'];
const BLANK = '4';

/**
 * What must be equal between two questions that were found alike, for the second verification (contract §9): options in
 * order and content for choices, the answer without its white space for blanks. Other types pass.
 */
export function markOf(type: string, { options, answer }: Pick<Question, 'options' | 'answer'>): string {
  if (CHOICES.includes(type)) return JSON.stringify(options.map(({ content }) => content.trim()));
  return type === BLANK ? (answer ?? '').replaceAll(/\s+/gu, '') : '';
}

/** A group's members by what must be equal, the class of the first member first. */
export function classesOf<T>(members: readonly T[], mark: (member: T) => unknown): readonly (readonly T[])[] {
  return [...Map.groupBy(members, mark).values()];
}
