import { dedup, type Question } from '../../apps/tasks/dedup/index.ts';
import type { Sourced } from './questions.ts';

export interface Kept {
  readonly promise: string;
  readonly tried: number;
  readonly broken: number;
}

/** Two promises, tried on every question that has options: in another order it is the same, with another one it is not. */
export function keepPromises(questions: readonly Sourced[]): readonly Kept[] {
  const withOptions = questions.filter(({ options }) => options.length > 1);
  return [
    tryAll('permuted options are always merged', withOptions, permuted, true),
    tryAll('the same stem with another option is never merged', withOptions, changed, false),
  ];
}

function tryAll(
  promise: string,
  questions: readonly Sourced[],
  other: (question: Question) => Question['options'],
  merged: boolean,
): Kept {
  let broken = 0;
  for (const question of questions) {
    const found = dedup([
      { ...question, id: 1 },
      { ...question, id: 2, options: other(question) },
    ])!;
    if (found.clusters.length > 0 !== merged) broken++;
  }
  return { promise, tried: questions.length, broken };
}

const permuted = ({ options, id }: Question): Question['options'] =>
  options.map(({ label }, at) => ({
    label,
    content: options[(at + 1 + (id % (options.length - 1))) % options.length]!.content,
  }));

const changed = ({ options, id }: Question): Question['options'] =>
  options.map((option, at) =>
    at === id % options.length ? { ...option, content: `${option.content}之外` } : option,
  );
