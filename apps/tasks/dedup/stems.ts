import type { Prepared } from './prepare.ts';
import type { ExactGroup, Method } from './types.ts';

/** A question that takes part in the search for similar ones. */
export interface Entrant {
  readonly id: number;
  /** Two of different kinds are two questions, whatever else is said. */
  readonly kind: number;
  readonly prepared: Prepared;
}

/** A stem and the questions that have it, by id: generic ones have thousands. */
export interface Stem {
  readonly text: string;
  readonly questions: readonly Entrant[];
}

/** One of each exact group takes part in similarity; by the old definition none does. */
export function stemsOf(
  all: readonly Prepared[],
  exact: readonly ExactGroup[],
  method: Method,
  stopped: () => boolean,
): readonly Stem[] | undefined {
  const out = new Set<number>();
  for (const { ids } of exact)
    for (let at = method === 'stem' ? 0 : 1; at < ids.length; at++) out.add(ids[at]!);
  const kinds = new Map<string, number>();
  const byText = new Map<string, Entrant[]>();
  for (const [at, prepared] of all.entries()) {
    if (at % 256 === 0 && stopped()) return undefined;
    const { id, stem, optionSet, signs, stances, images } = prepared;
    if (stem === '' || out.has(id)) continue;
    const must = [optionSet, signs, stances, images].join('\u0002');
    const kind = kinds.get(must) ?? kinds.size;
    kinds.set(must, kind);
    const questions = byText.get(stem);
    if (questions) questions.push({ id, kind, prepared });
    else byText.set(stem, [{ id, kind, prepared }]);
  }
  return Array.from(byText, ([text, questions]) => ({ text, questions }));
}

/** False: they are two questions for certain. True: the guards must look. */
export const mayBeOne = (one: Entrant, other: Entrant): boolean =>
  one.kind === other.kind &&
  (one.prepared.answer === other.prepared.answer ||
    one.prepared.answer === '' ||
    other.prepared.answer === '');

/**
 * Every pair of two stems' questions, or of one stem's, that may be one question. There are few of them: questions of
 * one stem and one kind differ in their answers, else they would be exact copies.
 */
export function pairsThatMayBeOne(left: Stem, right: Stem): Iterable<readonly [Entrant, Entrant]> {
  if (left.questions.length > 1 || right.questions.length > 1) return likelyPairs(left, right);
  // Nearly all stems have one question.
  const [one, other] = [left.questions[0]!, right.questions[0]!];
  return one !== other && mayBeOne(one, other) ? [[one, other]] : [];
}

function* likelyPairs(left: Stem, right: Stem): Generator<readonly [Entrant, Entrant]> {
  const partners = byKindAndAnswer(right);
  for (const one of left.questions) {
    const answers = partners.get(one.kind);
    if (answers === undefined) continue;
    const { answer } = one.prepared;
    const unknown = answers.get('');
    if (left === right) {
      if (unknown && unknown !== one) yield [one, unknown];
    } else if (answer === '') {
      for (const other of answers.values()) yield [one, other];
    } else {
      const same = answers.get(answer);
      if (same) yield [one, same];
      if (unknown) yield [one, unknown];
    }
  }
}

function byKindAndAnswer({ questions }: Stem): ReadonlyMap<number, ReadonlyMap<string, Entrant>> {
  const kinds = new Map<number, Map<string, Entrant>>();
  for (const one of questions) {
    const answers = kinds.get(one.kind);
    if (answers) answers.set(one.prepared.answer, one);
    else kinds.set(one.kind, new Map([[one.prepared.answer, one]]));
  }
  return kinds;
}

/** Every pair of two stems' questions, or of one stem's, by the smaller id, then by the larger one. */
export function pairsById(left: Stem, right: Stem): Iterable<readonly [Entrant, Entrant]> {
  const isSimple = left !== right && left.questions.length === 1 && right.questions.length === 1;
  return isSimple ? [[left.questions[0]!, right.questions[0]!]] : orderedPairs(left, right);
}

function* orderedPairs(
  { questions: left }: Stem,
  { questions: right }: Stem,
): Generator<readonly [Entrant, Entrant]> {
  if (left === right) {
    for (let at = 0; at < left.length; at++)
      for (let other = at + 1; other < left.length; other++) yield [left[at]!, left[other]!];
    return;
  }
  for (let [l, r] = [0, 0]; l < left.length && r < right.length;) {
    if (left[l]!.id < right[r]!.id) {
      for (let other = r; other < right.length; other++) yield [left[l]!, right[other]!];
      l++;
    } else {
      for (let other = l; other < left.length; other++) yield [right[r]!, left[other]!];
      r++;
    }
  }
}
