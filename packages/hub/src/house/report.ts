import type { Text } from '@posthouse/protocol';

/** How one endpoint is. */
export interface EndpointReport {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `taken`: another program has the port. `unbuilt`: its app does not exist yet. */
  readonly state: 'open' | 'closed' | 'taken' | 'unbuilt';
  readonly note?: Text;
}

/** What a person should know, worst first. */
export interface Note {
  readonly level: 'red' | 'yellow';
  readonly text: Text;
}

/** The state of the process, as /health, /ready and /api/status tell it. */
export interface Vitals {
  /** Milliseconds of hub time at the start. */
  readonly startedAt: number;
  phase: 'starting' | 'open' | 'draining';
  /** Why the store is of no use any more; null while it works. */
  storeFailure: string | null;
  readonly endpoints: EndpointReport[];
  readonly notes: Note[];
}

/** One word for all of it. `storeTrouble`: why writes are not taken. */
export function statusOf(
  vitals: Vitals,
  storeTrouble: string | null,
): 'healthy' | 'degraded' | 'draining' | 'failed' {
  if (vitals.storeFailure !== null) return 'failed';
  if (vitals.phase === 'draining') return 'draining';
  return storeTrouble !== null ||
    vitals.notes.length > 0 ||
    vitals.endpoints.some(({ state }) => state === 'taken')
    ? 'degraded'
    : 'healthy';
}

/** `refusing`: it could not make a write durable (a full disk), and is asked again until it can. */
export function storeState(failure: string | null, trouble: string | null) {
  if (failure !== null) return { state: 'failed', cause: failure };
  return trouble === null ? { state: 'open' } : { state: 'refusing', cause: trouble };
}
