import type { Tone } from './tone.ts';

/** One line of a chart. Without a tone it is ink; several are told apart by their dashes and their labels. */
export interface ChartLine {
  /** Written at the line's end, so that nobody looks for a legend. */
  readonly label: string;
  /** As many as there are times; null is a gap, and is shown as one. */
  readonly values: readonly (number | null)[];
  readonly tone?: Tone;
}

/** A value that a line should not cross, as a hairline with its word. */
export interface ChartLimit {
  readonly value: number;
  readonly label: string;
  readonly tone: Tone;
}

/** Dashes of the second line and of those after it, in pixels. */
const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 4, 2, 4]];

export function dashOf(index: number): number[] {
  return [...(DASHES[index % DASHES.length] ?? [])];
}

/** The colour of a tone as a CSS variable's name; ink for none. */
export const colourOf = (tone: Tone | undefined): string => (tone === undefined ? '--ink' : `--${tone}`);

/** The last value that is known, and where; null for a line of gaps. */
export function lastKnown(values: readonly (number | null)[]): { index: number; value: number } | null {
  const index = values.findLastIndex((value) => value !== null);
  const value = values[index];
  return value === undefined || value === null ? null : { index, value };
}

/** From nought unless values lie below, to the highest value or limit, with a little air. */
export function rangeOf(
  lines: readonly ChartLine[],
  limits: readonly ChartLimit[],
): readonly [number, number] {
  const known = lines.flatMap(({ values }) => values).filter((value) => value !== null);
  const all = [...known, ...limits.map(({ value }) => value)];
  const low = all.reduce((one, other) => Math.min(one, other), 0);
  const high = all.reduce((one, other) => Math.max(one, other), low);
  return high === low ? [low, low + 1] : [low, high + (high - low) * 0.08];
}

/** Labels pushed apart, top to bottom, so that none covers another; all in pixels. */
export function spread(wanted: readonly number[], height: number): readonly number[] {
  const order = wanted.map((y, index) => ({ y, index })).toSorted((one, other) => one.y - other.y);
  const placed: number[] = wanted.map(() => 0);
  let next = -Infinity;
  for (const { y, index } of order) {
    const at = Math.max(y, next);
    placed[index] = at;
    next = at + height;
  }
  return placed;
}
