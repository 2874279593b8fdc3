import { hash } from 'node:crypto';
import { signsOf } from './guards/signs.ts';
import { stancesOf } from './guards/stances.ts';
import { comparableOption, comparableStem } from './text/comparable.ts';
import { foldCharacters } from './text/fold.ts';
import { liftOptions } from './text/lift-options.ts';
import { readMarkup } from './text/markup.ts';
import { oldCleaning } from './text/old-cleaning.ts';
import type { Method, Question, QuestionOption } from './types.ts';

/** What is compared of a question. Lists are joined into one string each: comparing is one step. */
export interface Prepared {
  readonly id: number;
  readonly stem: string;
  /** Each option as it is compared, in the order of the paper. */
  readonly options: readonly string[];
  /** The same, sorted: their order does not matter. */
  readonly optionSet: string;
  readonly images: string;
  /** Numbers and operators in the stem. */
  readonly signs: string;
  /** Words that turn the stem's meaning around. */
  readonly stances: string;
  /** What is right, not under which letter; empty if not known. */
  readonly answer: string;
  /** MD5 of all that makes it this question; undefined if it says nothing. */
  readonly hash: string | undefined;
}

const BETWEEN = '\u0001';

export const prepare = (question: Question, method: Method): Prepared =>
  method === 'stem' ? prepareStem(question) : prepareQuestion(question);

/** The old server's view: the cleaned stem is all there is. */
function prepareStem({ id, content }: Question): Prepared {
  const stem = oldCleaning(content);
  const digest = stem === '' ? undefined : hash('md5', stem);
  return {
    id,
    stem,
    hash: digest,
    options: [],
    optionSet: '',
    images: '',
    signs: '',
    stances: '',
    answer: '',
  };
}

/**
 * Options in any order make the same question. Where there are none, the answer is part of it: "fill in the blank" says
 * little alone.
 */
function prepareQuestion(question: Question): Prepared {
  const whole = readMarkup(question.content);
  const lifted = question.options.length === 0 ? liftOptions(whole.text) : undefined;
  const stem = comparableStem(lifted?.stem ?? whole.text);
  const options = lifted
    ? distinctOptions(lifted.options.map((option) => ({ ...option, text: option.content, images: [] })))
    : readOptions(question.options);
  const optionSet = options.toSorted().join(BETWEEN);
  const images = whole.images.join();
  const answer = answerOf(question.answer, lifted?.options ?? question.options, options);
  const key = [stem, optionSet, images, options.length === 0 ? answer : ''].join('\u0002');
  return {
    id: question.id,
    stem,
    options,
    optionSet,
    images,
    signs: signsOf(stem),
    stances: stancesOf(stem),
    answer,
    hash: stem === '' && images === '' ? undefined : hash('md5', key),
  };
}

interface ReadOption {
  readonly label: string;
  readonly text: string;
  readonly images: readonly string[];
}

const readOptions = (options: readonly QuestionOption[]): readonly string[] =>
  distinctOptions(options.map(({ label, content }) => ({ label, ...readMarkup(content) })));

/** Where punctuation is all that tells a question's options apart, it stays. */
function distinctOptions(options: readonly ReadOption[]): readonly string[] {
  const withImages = (text: string, { images }: ReadOption): string => [text, ...images].join(' ');
  const compared = options.map((option) => withImages(comparableOption(option.text, option.label), option));
  if (new Set(compared).size === compared.length) return compared;
  return options.map((option) => withImages(foldCharacters(option.text).trim(), option));
}

function answerOf(
  answer: string | undefined,
  options: readonly QuestionOption[],
  compared: readonly string[],
): string {
  const written = answer?.trim() ?? '';
  if (written === '') return '';
  if (options.length === 0) return foldCharacters(readMarkup(written).text).replaceAll(/\s+/gu, '');
  const labels = written.match(/[A-Za-z]/g) ?? [];
  const right = labels.flatMap(
    (label) => compared[options.findIndex((option) => option.label.trim() === label)] ?? [],
  );
  // A label that no option has says nothing that could be compared.
  return right.length < labels.length ? '' : right.toSorted().join(BETWEEN);
}
