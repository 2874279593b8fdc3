import type { ListedPeer } from '@posthouse/kernel';
import type { ConnectionRow } from '@posthouse/protocol';

/** Messages per second. */
export interface Rates {
  readonly received: number;
  readonly sent: number;
}

/** A connection as people see it. */
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
