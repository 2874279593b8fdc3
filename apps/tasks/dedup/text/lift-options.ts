import type { QuestionOption } from '../types.ts';

const LABEL = /(?<![A-Za-z0-9])([A-H])\s*[.．、:：]\s*/g;

interface Lifted {
  readonly stem: string;
  readonly options: readonly QuestionOption[];
}

/**
 * Options that were typed into the stem, `… A．甲 B．乙 C．丙`: three or more labels from A on, each once and in order.
 * Left among the stem's letters one changed option would hardly be seen. Several questions in one text are left alone.
 */
export function liftOptions(text: string): Lifted | undefined {
  const marks = [...text.matchAll(LABEL)];
  const start = marks.findIndex(({ 1: label }) => label === 'A');
  const run = marks.slice(Math.max(start, 0));
  const inOrder = run.every(({ 1: label }, at) => label === String.fromCharCode(65 + at));
  if (start === -1 || run.length < 3 || !inOrder) return undefined;
  return {
    stem: text.slice(0, run[0]!.index),
    options: run.map((mark, at) => ({
      label: mark[1]!,
      content: text.slice(mark.index + mark[0].length, run[at + 1]?.index ?? text.length),
    })),
  };
}
