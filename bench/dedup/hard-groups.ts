import type { Question } from '../../apps/tasks/dedup/index.ts';
import { randomFrom } from './random.ts';

const WORDS = Array.from({ length: 3_000 }, (_, n) =>
  String.fromCharCode(0x4e00 + n, 0x5e00 + ((n * 7) % 3_000), 0x6e00 + ((n * 11) % 3_000)),
);
const TEMPLATE = '某学校组织学生参加社会实践活动，活动结束以后老师请大家写一篇关于';
const END = '的调查报告并在班会上同其他同学交流自己的收获与体会';

type Make = (n: number, pick: (from: number) => number) => Omit<Question, 'id'>;

const options = (n: number, pick: (from: number) => number): Question['options'] =>
  ['A', 'B', 'C', 'D'].map((label, at) => ({
    label,
    content: `${WORDS[pick(3_000)]!}${WORDS[pick(3_000)]!}${at === 0 ? n : ''}`,
  }));
const wordAt = (n: number): string => WORDS[n % 3_000]! + (n < 3_000 ? '' : WORDS[(n * 13 + 1) % 3_000]!);

/** Groups that are all alike, as real banks have them: each name is what all their questions share. */
const KINDS: Readonly<Record<string, Make>> = {
  'a generic stem, other options': (n, pick) => ({
    content: '下列说法正确的是（　　）',
    options: options(n, pick),
  }),
  'two generic stems, other options': (n, pick) => ({
    content:
      n % 2 ? '根据以上材料，判断下列各项说法中正确的是' : '根据以上材料，判断下列各项说法中，正确的是哪',
    options: options(n, pick),
  }),
  'a generic stem, other answers': (n) => ({
    content: '请将正确的答案填在下面的横线上',
    options: [],
    answer: n === 0 ? undefined : `${wordAt(n)}${n}`,
  }),
  'a template with other numbers': (n) => ({
    content: `${TEMPLATE}${n}${END}`,
    options: [],
    answer: String(n * 2),
  }),
  'a template with other terms and options': (n, pick) => ({
    content: `${TEMPLATE}${wordAt(n)}${END}`,
    options: options(n, pick),
    answer: 'A',
  }),
  'a template with other terms and answers': (n) => ({
    content: `${TEMPLATE}${wordAt(n)}${END}`,
    options: [],
    answer: `${wordAt(n)}${n}`,
  }),
  'a template with other terms, no answers': (n) => ({
    content: `${TEMPLATE}${wordAt(n)}${END}`,
    options: [],
  }),
  'a template with two other terms': (n, pick) => ({
    content: `${TEMPLATE}${wordAt(n)}的${wordAt(n + 7)}${END}`,
    options: options(n, pick),
  }),
  'two thousand templates': (n, pick) => ({
    content: `${WORDS[n % 2_000]!}${WORDS[(n + 1) % 2_000]!}${WORDS[(n + 2) % 2_000]!}${TEMPLATE.slice((n % 2_000) % 20)}${wordAt(pick(9_000))}`,
    options: options(n, pick),
  }),
};

/** Each kind of hard group, of `size` questions. */
export function* hardGroups(
  size: number,
  seed = 1,
): Generator<readonly [name: string, group: readonly Question[]]> {
  for (const [name, make] of Object.entries(KINDS)) {
    const random = randomFrom(seed);
    const pick = (from: number): number => Math.floor(random() * from);
    yield [name, Array.from({ length: size }, (_, n) => ({ id: n + 1, ...make(n, pick) }))];
  }
}
