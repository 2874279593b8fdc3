/** Entries kept; older ones are dropped. */
export const KEPT = 500;

/** One line of what passed: a message, or what became of the connection. */
export interface Entry {
  /** Counts from 1. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Seen from this page. */
  readonly way: 'sent' | 'received' | 'state';
  /** Its `type` or event; of a state, its word under `websocketTest.state`. */
  readonly name: string;
  /** As it travelled; of a state, what is said about it. */
  readonly text: string;
}

/** The log with one entry more, the oldest dropped. */
export function noted(
  log: readonly Entry[],
  entry: Omit<Entry, 'id'>,
  keep: number = KEPT,
): readonly Entry[] {
  return [...log.slice(Math.max(0, log.length - keep + 1)), { ...entry, id: (log.at(-1)?.id ?? 0) + 1 }];
}

/** Entries that hold the text anywhere. */
export function filtered(log: readonly Entry[], text: string): readonly Entry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return log;
  return log.filter((entry) => `${entry.name} ${entry.text}`.toLowerCase().includes(wanted));
}

/** For the clipboard: one line for each entry. */
export function logText(log: readonly Entry[]): string {
  return log.map(({ at, way, text }) => `${new Date(at).toISOString()} ${way} ${text}`).join('\n');
}

/** What a message calls itself: `type` of JSON, the event of Socket.IO, else nothing. */
export function nameOf(data: unknown): string {
  const value = typeof data === 'string' ? parsed(data) : data;
  if (typeof value !== 'object' || value === null) return '';
  const { type, event } = value as { type?: unknown; event?: unknown };
  if (typeof type === 'string') return type;
  return typeof event === 'string' ? event : '';
}

/** JSON on one line; text as it is. */
export function textOf(data: unknown): string {
  return typeof data === 'string' ? data : (JSON.stringify(data) ?? String(data));
}

/** undefined where it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
