/** A line of a `LogLines`. */
export interface LogLine {
  readonly id: string | number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Which way it went. */
  readonly way: string;
  readonly name: string;
  readonly text: string;
  /** What it unfolds to; null: to nothing. */
  readonly whole: string | null;
  /** It was said here: shaded. */
  readonly own?: boolean;
}
