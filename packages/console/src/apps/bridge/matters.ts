import type { JobsOpen, Station } from '@posthouse/bridge/contract';

/** Something of the stations that a person should look at. `word` is a key under `bridge.attention`. */
export interface Matter {
  readonly id: string;
  /** Lower is worse. */
  readonly rank: number;
  readonly word: 'uncertain' | 'away';
  readonly n: number;
  readonly station?: string;
  readonly since?: string;
}

/** Papers that nobody can tell of, and stations that are away while jobs wait for them. */
export function mattersOf(open: JobsOpen, stations: ReadonlyMap<string, Station>): readonly Matter[] {
  const away = open.waiting.filter(({ clientId }) => stations.get(clientId)?.connected !== true);
  return [
    ...(open.uncertain > 0
      ? [{ id: 'bridge-uncertain', rank: 12, word: 'uncertain' as const, n: open.uncertain }]
      : []),
    ...away.map(({ clientId, jobs, since }) => ({
      id: `bridge-away-${clientId}`,
      rank: 28,
      word: 'away' as const,
      n: jobs,
      station: clientId,
      since,
    })),
  ];
}
