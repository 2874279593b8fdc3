/** How far a task was at a moment, milliseconds and percent. */
export interface Mark {
  readonly at: number;
  readonly percentage: number;
}

export interface Pace {
  /** Questions a second. */
  readonly speed: number;
  /** Seconds. */
  readonly left: number;
}

/** Long enough that groups of different sizes even out, milliseconds. */
const WINDOW = 30_000;

/** The marks of the last while with a new one; a task that was started anew begins anew. */
export function marked(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const last = marks.at(-1);
  if (last && mark.percentage < last.percentage) return [mark];
  const since = marks.filter(({ at }) => mark.at - at <= WINDOW);
  return [...since, mark];
}

/** What the last while lets expect; null while too little was seen. */
export function paceOf(marks: readonly Mark[], questions: number): Pace | null {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last || last.at - first.at < 1_000 || last.percentage <= first.percentage) return null;
  const perSecond = ((last.percentage - first.percentage) / (last.at - first.at)) * 1_000;
  return {
    speed: Math.round((perSecond / 100) * questions),
    left: Math.max(1, Math.round((100 - last.percentage) / perSecond)),
  };
}
