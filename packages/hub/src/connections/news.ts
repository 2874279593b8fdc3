import type { ListedPeer } from '@posthouse/kernel';

/** One live connection, as people see it. Rates are messages per second of the last second. */
export interface ConnectionRow {
  readonly id: string;
  readonly endpoint: string;
  readonly transport: string;
  readonly address: string;
  readonly who: string;
  readonly name: string | null;
  readonly roles: readonly string[];
  readonly anonymous: boolean;
  readonly since: string;
  readonly state: ListedPeer['state'];
  /** Milliseconds of the last ping; null before the first. */
  readonly rtt: number | null;
  /** Bytes that wait for it. */
  readonly queued: number;
  readonly received: number;
  readonly sent: number;
  /** null while nobody watches: rates are measured only then. */
  readonly received_rate: number | null;
  readonly sent_rate: number | null;
  readonly rooms: number;
  /** Mailboxes that it holds, as `box key`. */
  readonly holds: readonly string[];
}

export interface ConnectionSummary {
  readonly total: number;
  /** False: there are too many to follow each one here; page through `GET /api/connections`. */
  readonly listed: boolean;
  readonly endpoints: readonly { readonly endpoint: string; readonly count: number }[];
  readonly queued: number;
  readonly received_rate: number;
  readonly sent_rate: number;
}

/** What the room `house.connections` says; `id` is the peer's, or `summary`. */
export type ConnectionNews =
  | ({ readonly is: 'peer' } & ConnectionRow)
  | { readonly is: 'gone'; readonly id: string }
  | ({ readonly is: 'summary'; readonly id: 'summary' } & ConnectionSummary);

/** Messages per second. */
export interface Rates {
  readonly received: number;
  readonly sent: number;
}

export function rowOf(
  peer: ListedPeer,
  rates: Rates | undefined,
  holds: readonly string[] = [],
): ConnectionRow {
  const { principal } = peer;
  return {
    id: peer.id,
    endpoint: peer.endpoint,
    transport: peer.transport,
    address: peer.address,
    who: principal.id,
    name: principal.name ?? null,
    roles: principal.roles,
    anonymous: principal.anonymous,
    since: new Date(peer.since).toISOString(),
    state: peer.state,
    rtt: peer.rtt === undefined ? null : Math.round(peer.rtt * 10) / 10,
    queued: peer.queued,
    received: peer.received,
    sent: peer.sent,
    received_rate: rates?.received ?? null,
    sent_rate: rates?.sent ?? null,
    rooms: peer.joined,
    holds,
  };
}
