/** One message of a dialect: to try it with, and to show what it looks like. */
export interface Sample {
  /** The endpoint that speaks it. */
  readonly endpoint: string;
  /** Seen from the hub: `in` is what clients say. */
  readonly direction: 'in' | 'out';
  /** Its `type`, its event, or what a plain text is about. */
  readonly name: string;
  /** What travels: an object where messages are JSON, `{event, args}` for Socket.IO, text where they are text. */
  readonly sample: unknown;
}
