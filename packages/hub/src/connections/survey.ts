import type { Clock, ListedPeer, Ms } from '@posthouse/kernel';
import type { ConnectionNews, ConnectionRow, ConnectionSummary } from '@posthouse/protocol';
import { rowOf, type Rates } from './row.ts';

/** Connections up to which each one is followed; beyond it only sums are. */
const FOLLOWED = 2_000;
/** Rows said in one look; what does not fit comes with the next ones. */
const ROWS = 400;

export interface SurveyOptions {
  readonly clock: Pick<Clock, 'mono'>;
  readonly peers: () => readonly ListedPeer[];
  /** Mailboxes held, by peer. */
  readonly holdings: () => ReadonlyMap<string, readonly string[]>;
  readonly publish: (news: ConnectionNews) => void;
  /** Lower in tests. */
  readonly followed?: number;
  readonly rows?: number;
}

/** What is remembered of one connection between two looks. */
interface Seen {
  received: number;
  sent: number;
  rates: Rates;
  /** What of it was said last; null: nothing. */
  said: string | null;
  look: number;
}

const STILL: Rates = { received: 0, sent: 0 };

/**
 * Looks at all connections once a second while somebody watches, and says what changed. A look at 2,000 of them, each
 * compared with what was said last, takes about 3 ms; beyond that only sums are made, of 10,000 in about 1 ms. At most
 * 400 rows are said at once.
 */
export class Survey {
  readonly #options: SurveyOptions;
  readonly #followed: number;
  readonly #rows: number;
  readonly #seen = new Map<ListedPeer, Seen>();
  #look = 0;
  #lookedAt: Ms = 0;
  /** Where the next look begins, so that the busiest do not hide the others. */
  #from = 0;
  #summary: ConnectionSummary | null = null;
  #saidSummary = '';

  constructor(options: SurveyOptions) {
    this.#options = options;
    this.#followed = options.followed ?? FOLLOWED;
    this.#rows = options.rows ?? ROWS;
  }

  /** Everybody, for whoever joins; sums alone when there are too many. */
  snapshot(): readonly ConnectionNews[] {
    const peers = this.#options.peers();
    const sums = { is: 'summary', id: 'summary', ...(this.#summary ?? this.#sum(peers)) } as const;
    if (peers.length > this.#followed) return [sums];
    const holdings = this.#options.holdings();
    return [sums, ...peers.map((peer) => ({ is: 'peer' as const, ...this.row(peer, holdings) }))];
  }

  row(peer: ListedPeer, holdings: ReadonlyMap<string, readonly string[]>): ConnectionRow {
    return rowOf(peer, this.ratesOf(peer), holdings.get(peer.id));
  }

  /** undefined: nobody watches, or it has just come. */
  ratesOf(peer: ListedPeer): Rates | undefined {
    return this.#seen.get(peer)?.rates;
  }

  /** Nobody watches: nothing is kept. */
  rest(): void {
    if (this.#look === 0) return;
    this.#seen.clear();
    this.#look = 0;
    this.#summary = null;
    this.#saidSummary = '';
  }

  look(): void {
    const peers = this.#options.peers();
    this.#measure(peers);
    this.#summary = this.#sum(peers);
    const words = JSON.stringify(this.#summary);
    if (words !== this.#saidSummary) {
      this.#options.publish({ is: 'summary', id: 'summary', ...this.#summary });
      this.#saidSummary = words;
    }
    this.#forgetGone();
    if (peers.length <= this.#followed) this.#follow(peers);
  }

  #measure(peers: readonly ListedPeer[]): void {
    const now = this.#options.clock.mono();
    const seconds = (now - this.#lookedAt) / 1_000;
    const first = this.#look++ === 0;
    this.#lookedAt = now;
    for (const peer of peers) {
      const { received, sent } = peer;
      const seen = this.#seen.get(peer);
      if (!seen) {
        this.#seen.set(peer, { received, sent, rates: STILL, said: null, look: this.#look });
        continue;
      }
      if (!first && seconds > 0) seen.rates = ratesOf(received - seen.received, sent - seen.sent, seconds);
      seen.received = received;
      seen.sent = sent;
      seen.look = this.#look;
    }
  }

  #sum(peers: readonly ListedPeer[]): ConnectionSummary {
    const counts = new Map<string, number>();
    let queued = 0;
    let received = 0;
    let sent = 0;
    for (const peer of peers) {
      counts.set(peer.endpoint, (counts.get(peer.endpoint) ?? 0) + 1);
      queued += peer.queued;
      const rates = this.#seen.get(peer)?.rates ?? STILL;
      received += rates.received;
      sent += rates.sent;
    }
    return {
      total: peers.length,
      listed: peers.length <= this.#followed,
      endpoints: [...counts].map(([endpoint, count]) => ({ endpoint, count })),
      queued,
      received_rate: tenths(received),
      sent_rate: tenths(sent),
    };
  }

  #forgetGone(): void {
    for (const [peer, { look, said }] of this.#seen) {
      if (look === this.#look) continue;
      this.#seen.delete(peer);
      if (said !== null) this.#options.publish({ is: 'gone', id: peer.id });
    }
  }

  #follow(peers: readonly ListedPeer[]): void {
    const holdings = this.#options.holdings();
    const start = this.#from < peers.length ? this.#from : 0;
    this.#from = 0;
    let left = this.#rows;
    for (let step = 0; step < peers.length; step++) {
      const at = (start + step) % peers.length;
      const peer = peers[at]!;
      const seen = this.#seen.get(peer)!;
      const now = lookOf(peer, seen.rates, holdings.get(peer.id));
      if (now === seen.said) continue;
      if (left-- === 0) {
        this.#from = at;
        return;
      }
      seen.said = now;
      this.#options.publish({ is: 'peer', ...rowOf(peer, seen.rates, holdings.get(peer.id)) });
    }
  }
}

/** What of a connection can change, short enough to keep. A round trip of half a millisecond more is no news. */
function lookOf(peer: ListedPeer, rates: Rates, holds: readonly string[] = []): string {
  const { state, received, sent, queued, joined, rtt, principal } = peer;
  const rest = `${principal.id} ${Math.round(rtt ?? -1)} ${holds.join()}`;
  return `${state} ${received} ${sent} ${rates.received} ${rates.sent} ${queued} ${joined} ${rest}`;
}

function ratesOf(received: number, sent: number, seconds: number): Rates {
  return received === 0 && sent === 0
    ? STILL
    : { received: tenths(received / seconds), sent: tenths(sent / seconds) };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
