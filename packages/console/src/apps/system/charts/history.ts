/** One second of the hub's life, as the room `house.vitals` tells it. */
export interface Beat {
  /** Milliseconds since 1970, by the hub's clock. */
  readonly at: number;
  /** Percent of one core. */
  readonly cpu: number;
  /** Bytes of memory. */
  readonly rss: number;
  /** Milliseconds by which the event loop was late. */
  readonly late: number;
  /** Per second. */
  readonly commits: number;
  /** Writes that wait. */
  readonly writing: number;
  /** Messages per second. */
  readonly received: number;
  readonly sent: number;
  readonly peers: number;
  /** HTTP requests per second. */
  readonly requests: number;
}

export const SPANS = ['15m', '6h', '24h'] as const;
export type Span = (typeof SPANS)[number];

const LENGTH: Readonly<Record<Span, number>> = { '15m': 900_000, '6h': 21_600_000, '24h': 86_400_000 };

export type Series = Exclude<keyof Beat, 'at'>;
type Column = readonly (number | null)[];

/** The answer of `GET /api/system/metrics`; `at` in seconds since 1970. */
export interface History {
  readonly span: Span;
  /** Milliseconds between two points. */
  readonly every: number;
  readonly columns: Readonly<Record<'at' | Series, Column>>;
}

/**
 * The history with what was said since: of a quarter of an hour every second, of longer spans one beat a step. What
 * is older than the span falls off; a pause of more than two steps and a half is a gap.
 */
export function grown({ span, every, columns }: History, beats: readonly Beat[]): History {
  const names = Object.keys(columns) as ('at' | Series)[];
  const next = Object.fromEntries(names.map((name) => [name, [...columns[name]]])) as Record<
    'at' | Series,
    (number | null)[]
  >;
  let last = (columns.at.at(-1) ?? 0) * 1_000;
  for (const beat of beats) {
    // A step is due a little before its time: timers are never exact.
    if (beat.at - last < every * 0.9) continue;
    if (last > 0 && beat.at - last > every * 2.5) {
      for (const name of names) next[name].push(name === 'at' ? (last + every) / 1_000 : null);
    }
    for (const name of names) next[name].push(name === 'at' ? beat.at / 1_000 : beat[name]);
    last = beat.at;
  }
  const from = last / 1_000 - LENGTH[span] / 1_000;
  const first = Math.max(
    0,
    next.at.findIndex((at) => at !== null && at >= from),
  );
  for (const name of names) next[name] = next[name].slice(first);
  return { span, every, columns: next };
}

/** Points of a sparkline. */
const POINTS = 60;

/** One figure of the history in few points: the mean of each stretch; null where nothing is known. */
export function sparkOf({ columns }: History, series: Series): readonly (number | null)[] {
  const values = columns[series];
  const size = Math.max(1, Math.ceil(values.length / POINTS));
  const points: (number | null)[] = [];
  for (let from = 0; from < values.length; from += size) {
    const known = values.slice(from, from + size).filter((value) => value !== null);
    points.push(known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length);
  }
  return points;
}
