import { refuse, type ListedPeer, type Route } from '@posthouse/kernel';
import { route } from '../house/route.ts';
import { ByPeer, ConnectionPage, ConnectionQuery, Kick, Kicked } from './contract.ts';
import type { Survey } from './survey.ts';

/** The close code of a kick: the peer may come back; to keep it away, take its credential back. */
export const KICKED = 4409;

export interface ConnectionRoutesOptions {
  readonly peers: { list(): readonly ListedPeer[]; find(id: string): ListedPeer | undefined };
  readonly holdings: () => ReadonlyMap<string, readonly string[]>;
  readonly survey: Pick<Survey, 'row' | 'ratesOf'>;
  readonly onKick: (endpoint: string) => void;
}

export function connectionRoutes({
  peers,
  holdings,
  survey,
  onKick,
}: ConnectionRoutesOptions): readonly Route[] {
  return [
    route<unknown, ConnectionQuery>({
      method: 'GET',
      path: '/api/connections',
      permission: 'house.peer.read',
      summary: {
        zh: '每个连接：身份、延迟、积压与速率',
        en: 'Every connection: who, delay, backlog and rates',
      },
      schema: { query: ConnectionQuery, response: { 200: ConnectionPage } },
      async handle({ query }) {
        const { endpoint, q = '', sort, page = 1, size = 50 } = query;
        const held = holdings();
        const found = peers
          .list()
          .filter((peer) => endpoint === undefined || peer.endpoint === endpoint)
          .filter((peer) => q === '' || isFound(peer, held.get(peer.id) ?? [], q.toLowerCase()))
          .sort(orderOf(sort, survey));
        const items = found.slice((page - 1) * size, page * size).map((peer) => survey.row(peer, held));
        return { items, total: found.length, page, size };
      },
    }),
    route<{ id: string }, unknown, Kick>({
      method: 'POST',
      path: '/api/connections/:id/kick',
      permission: 'house.peer.kick',
      summary: { zh: '断开一个连接（它可以重连）', en: 'End a connection; it may come back' },
      schema: { params: ByPeer, body: Kick, response: { 200: Kicked } },
      async handle({ params: { id }, body: { reason = '' }, principal, kernel }) {
        const peer = peers.find(id);
        if (!peer || peer.state === 'closed') return refuse('HUB_PEER_UNKNOWN', { id });
        const { endpoint, principal: whom } = peer;
        kernel.log.info(
          { peer: id, endpoint, who: whom.id, by: principal.id, reason },
          'a peer was sent away',
        );
        peer.close(KICKED, reason === '' ? 'HUB_PEER_KICKED' : `HUB_PEER_KICKED ${reason}`);
        onKick(endpoint);
        return { id, endpoint, who: whom.id };
      },
    }),
  ];
}

function isFound(peer: ListedPeer, holds: readonly string[], q: string): boolean {
  const { id, address, endpoint, principal } = peer;
  return [id, address, endpoint, principal.id, principal.name ?? '', ...principal.roles, ...holds].some(
    (text) => text.toLowerCase().includes(q),
  );
}

type Order = (a: ListedPeer, b: ListedPeer) => number;

const newest: Order = (a, b) => b.since - a.since;

/** Peers are put in order before they become rows: of many thousands one page is shown. */
function orderOf(sort: ConnectionQuery['sort'], survey: Pick<Survey, 'ratesOf'>): Order {
  const rate = (peer: ListedPeer) => {
    const { received, sent } = survey.ratesOf(peer) ?? { received: 0, sent: 0 };
    return received + sent;
  };
  switch (sort) {
    case 'queued':
      return (a, b) => b.queued - a.queued || newest(a, b);
    case 'rtt':
      return (a, b) => (b.rtt ?? -1) - (a.rtt ?? -1) || newest(a, b);
    case 'rate':
      return (a, b) => rate(b) - rate(a) || newest(a, b);
    case 'since':
    case undefined:
      return newest;
  }
}
