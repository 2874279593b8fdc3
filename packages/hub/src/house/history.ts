import type { Ms } from '@posthouse/kernel';
import type { Beat } from './pulse.ts';

const SERIES = [
  'cpu',
  'rss',
  'late',
  'commits',
  'writing',
  'received',
  'sent',
  'peers',
  'requests',
] as const satisfies readonly (keyof Beat)[];
type Series = (typeof SERIES)[number];

/** Of these a minute keeps the worst second; of the others the mean. */
const WORST: ReadonlySet<Series> = new Set(['late', 'writing']);

export const SPANS = { '15m': 900_000, '6h': 21_600_000, '24h': 86_400_000 } as const;
export type Span = keyof typeof SPANS;

const SECOND = 1_000;
const MINUTE = 60_000;

/** Columns as uPlot draws them: `at` in seconds since 1970; null where the hub did not run or stood still. */
export type Columns = { readonly [S in 'at' | Series]: readonly (number | null)[] };

export interface HistoryView {
  readonly span: Span;
  /** Milliseconds between two points. */
  readonly every: number;
  readonly columns: Columns;
}

/** The newest of so many moments, in 80 bytes each. */
class Ring {
  readonly #size: number;
  readonly #at: Float64Array;
  readonly #columns: Readonly<Record<Series, Float64Array>>;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    this.#at = new Float64Array(size);
    this.#columns = Object.fromEntries(SERIES.map((name) => [name, new Float64Array(size)])) as never;
  }

  push(at: Ms, values: Readonly<Record<Series, number>>): void {
    const place = this.#count++ % this.#size;
    this.#at[place] = at;
    for (const name of SERIES) this.#columns[name][place] = values[name];
  }

  /** Moments from `since` on, with an empty one where more than two steps are missing. */
  columns(since: Ms, every: Ms): Columns {
    const out = Object.fromEntries(['at', ...SERIES].map((name) => [name, []])) as unknown as Record<
      'at' | Series,
      (number | null)[]
    >;
    let before: Ms | null = null;
    for (let index = Math.max(0, this.#count - this.#size); index < this.#count; index++) {
      const place = index % this.#size;
      const at = this.#at[place]!;
      if (at < since) continue;
      if (before !== null && at - before > 2.5 * every) {
        out.at.push((before + every) / SECOND);
        for (const name of SERIES) out[name].push(null);
      }
      out.at.push(at / SECOND);
      for (const name of SERIES) out[name].push(this.#columns[name][place]!);
      before = at;
    }
    return out;
  }
}

/**
 * The hub's last day in memory: 15 minutes by the second and 24 hours by the minute, some 190 KB, whatever happens. It
 * dies with the process; for longer there is /metrics.
 */
export class History {
  readonly #seconds = new Ring(SPANS['15m'] / SECOND);
  readonly #minutes = new Ring(SPANS['24h'] / MINUTE);
  #minute: { readonly at: Ms; readonly beats: Beat[] } | null = null;

  push(beat: Beat): void {
    this.#seconds.push(beat.at, beat);
    const at = Math.floor(beat.at / MINUTE) * MINUTE;
    if (this.#minute && this.#minute.at !== at) {
      this.#minutes.push(this.#minute.at, joined(this.#minute.beats));
      this.#minute = null;
    }
    (this.#minute ??= { at, beats: [] }).beats.push(beat);
  }

  view(span: Span, now: Ms): HistoryView {
    const every = span === '15m' ? SECOND : MINUTE;
    const ring = span === '15m' ? this.#seconds : this.#minutes;
    return { span, every, columns: ring.columns(now - SPANS[span], every) };
  }
}

function joined(beats: readonly Beat[]): Record<Series, number> {
  const of = (name: Series) => {
    const values = beats.map((beat) => beat[name]);
    if (WORST.has(name)) return Math.max(...values);
    return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 10) / 10;
  };
  return Object.fromEntries(SERIES.map((name) => [name, of(name)])) as Record<Series, number>;
}
