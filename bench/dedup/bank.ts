import type { Question } from '../../apps/tasks/dedup/index.ts';
import { questionsFolder, readQuestions } from '../../eval/dedup/questions.ts';
import { randomFrom } from './random.ts';

export interface Bank {
  readonly source: string;
  /** Questions of one group at a time, largest group first; made when asked for, so that a million fit. */
  groups(): Generator<readonly Question[]>;
}

/** The sizes of a real bank: 85,000 questions in 537 groups, the largest 1,160. */
const REAL = { questions: 85_000, groups: 537, largest: 1_160 };

/** How much of a group is made from other questions of the same group. */
const COPIED = 0.2;

/** A bank of `count` questions: real ones if there are any, perturbed by a seed, else sentences of a made-up vocabulary. */
export function createBank(count: number, seed = 1): Bank {
  const folder = questionsFolder();
  const stock = folder === undefined ? syntheticStock(seed) : readQuestions(folder);
  const source =
    folder === undefined
      ? 'synthetic questions (POSTHOUSE_EVAL_DATA is not set)'
      : `${stock.length} real questions, perturbed`;
  return {
    source,
    *groups() {
      const random = randomFrom(seed);
      let id = 0;
      for (const size of groupSizes(count)) {
        const group: Question[] = [];
        while (group.length < size) {
          const from = group.length > 0 && random() < COPIED ? group : stock;
          const original = from[Math.floor(random() * from.length)]!;
          group.push({ ...perturbed(original, random), id: ++id });
        }
        yield group;
      }
    },
  };
}

/** As many groups as the real bank has for its size, shrinking by the same factor from its largest one. */
export function groupSizes(count: number): readonly number[] {
  const groups = Math.max(1, Math.round((count * REAL.groups) / REAL.questions));
  const decay = decayFor(Math.min(groups, count) === 1 ? 1 : groups, count);
  const sizes: number[] = [];
  let left = count;
  for (let n = 0; n < groups && left > 0; n++) {
    const rest = groups - n - 1;
    const size =
      rest === 0 ? left : Math.min(left - rest, Math.max(1, Math.round(REAL.largest * decay ** n)));
    sizes.push(size);
    left -= size;
  }
  return sizes.toSorted((a, b) => b - a);
}

/** The factor with which sizes from `REAL.largest` on add up to `count`: by bisection. */
function decayFor(groups: number, count: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (let n = 0; n < groups; n++) sum += REAL.largest * middle ** n;
    if (sum < count) low = middle;
    else high = middle;
  }
  return low;
}

const SURROUNDINGS = [
  (text: string) => `<p>${text}</p>`,
  (text: string) => `1、${text}`,
  (text: string) => `（5分）${text}（　　）`,
  (text: string) => text.replaceAll('，', ','),
  (text: string) => `${text}&nbsp;`,
];
const INSERTED = ['下列', '关于', '其中', '主要', '一般', '通常', '我国', '以下'];

/** Of ten questions six stay, one changes its looks, one its order of options, one a letter, one gets a word more. */
function perturbed(question: Question, random: () => number): Omit<Question, 'id'> {
  const { content, options, answer } = question;
  const at = Math.floor(random() * content.length);
  switch (Math.floor(random() * 10)) {
    case 0:
      return { content: SURROUNDINGS[Math.floor(random() * SURROUNDINGS.length)]!(content), options, answer };
    case 1:
      return { content, options: reversed(options) };
    case 2:
      return { content: content.slice(0, at) + '的' + content.slice(at + 1), options, answer };
    case 3:
      return {
        content: content.slice(0, at) + INSERTED[Math.floor(random() * INSERTED.length)]! + content.slice(at),
        options,
        answer,
      };
    default:
      return { content, options, answer };
  }
}

const reversed = (options: Question['options']): Question['options'] =>
  options.map(({ label }, at) => ({ label, content: options.at(-1 - at)!.content }));

/** Questions of some sixty letters out of two thousand characters, frequent ones more often. */
function syntheticStock(seed: number): readonly Question[] {
  const random = randomFrom(seed ^ 0x5eed);
  const letter = (): string => String.fromCharCode(0x4e00 + Math.floor(random() ** 3 * 2_000));
  const text = (length: number): string => Array.from({ length }, letter).join('');
  return Array.from({ length: 20_000 }, (_, at) => ({
    id: at + 1,
    content: text(30 + Math.floor(random() * 60)),
    options: ['A', 'B', 'C', 'D'].map((label) => ({ label, content: text(3 + Math.floor(random() * 10)) })),
    answer: 'A',
  }));
}
