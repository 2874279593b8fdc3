/** One live connection, as `GET /api/connections` and the room `house.connections` tell it. */
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
  readonly state: 'opening' | 'open' | 'draining' | 'closed';
  /** Milliseconds of the last ping; null before the first. */
  readonly rtt: number | null;
  /** Bytes that wait for it. */
  readonly queued: number;
  readonly received: number;
  readonly sent: number;
  /** Messages per second of the last second; null while nobody watches: rates are measured only then. */
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
  /** Messages per second. */
  readonly received_rate: number;
  readonly sent_rate: number;
}

/** What the room `house.connections` says; `id` is the peer's, or `summary`. */
export type ConnectionNews =
  | ({ readonly is: 'peer' } & ConnectionRow)
  | { readonly is: 'gone'; readonly id: string }
  | ({ readonly is: 'summary'; readonly id: 'summary' } & ConnectionSummary);
