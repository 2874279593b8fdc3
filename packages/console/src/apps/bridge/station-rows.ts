import type { Job, JobsOpen, Station } from '@posthouse/bridge/contract';

/** A station as the list shows it. */
export interface StationRow {
  readonly clientId: string;
  /** Null: not seen since the hub began; jobs wait for it all the same. */
  readonly station: Station | null;
  readonly waiting: number;
  /** The newest job that reached it. */
  readonly last: Job | null;
}

/** Stations that are there first, then those that are waited for, then the others; alphabetically within. */
export function stationRows(
  stations: ReadonlyMap<string, Station>,
  open: JobsOpen | null,
  jobs: readonly Job[],
): readonly StationRow[] {
  const waiting = new Map(open?.waiting.map(({ clientId, jobs: n }) => [clientId, n]));
  const ids = [...new Set([...stations.keys(), ...waiting.keys()])];
  return ids
    .map((clientId) => ({
      clientId,
      station: stations.get(clientId) ?? null,
      waiting: waiting.get(clientId) ?? 0,
      last: jobs.find((job) => job.clientId === clientId && job.sent_at !== null) ?? null,
    }))
    .toSorted((one, other) => order(one) - order(other) || one.clientId.localeCompare(other.clientId));
}

const order = ({ station, waiting }: StationRow): number => (station?.connected ? 0 : waiting > 0 ? 1 : 2);
