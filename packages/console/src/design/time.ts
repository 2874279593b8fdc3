/** What the catalog of words must know to say a time: `time.minutes` with `n`, and its kin. */
export interface Ago {
  readonly word: 'now' | 'seconds' | 'minutes' | 'hours' | 'yesterday' | 'days' | 'soon';
  readonly n: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Clocks of two machines differ a little: this much ahead is still "now". */
const SKEW = 5 * SECOND;

/** How long ago, in the coarsest unit that is still exact enough; both in milliseconds. */
export function agoOf(at: number, now: number): Ago {
  const passed = now - at;
  if (passed < -SKEW) return { word: 'soon', n: 0 };
  if (passed < 10 * SECOND) return { word: 'now', n: 0 };
  if (passed < MINUTE) return { word: 'seconds', n: Math.floor(passed / SECOND) };
  if (passed < HOUR) return { word: 'minutes', n: Math.floor(passed / MINUTE) };
  if (passed < DAY) return { word: 'hours', n: Math.floor(passed / HOUR) };
  if (passed < 2 * DAY) return { word: 'yesterday', n: 1 };
  return { word: 'days', n: Math.floor(passed / DAY) };
}

/** The exact time, for those who hover. */
export function exactTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(at);
}

/** The time of day with seconds, for timelines. */
export function timeOfDay(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(at);
}
