import type { Question } from '../types.ts';

/** A question with options A, B, C … in this order. */
export const question = (
  id: number,
  content: string,
  options: readonly string[] = [],
  answer?: string,
): Question => ({
  id,
  content,
  options: options.map((text, at) => ({ label: String.fromCharCode(65 + at), content: text })),
  answer,
});
