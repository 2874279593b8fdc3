import type { StateRoomRef } from '../../live/shares.ts';

/** One live connection, as `house.connections` and `GET /api/connections` tell it. */
export interface Connection {
  readonly id: string;
  readonly endpoint: string;
  readonly transport: string;
  readonly address: string;
  readonly who: string;
  readonly name: string | null;
  readonly roles: readonly string[];
  readonly anonymous: boolean;
  readonly since: string;
  readonly state: string;
  /** Milliseconds of the last ping. */
  readonly rtt: number | null;
  /** Bytes that wait for it. */
  readonly queued: number;
  readonly received: number;
  readonly sent: number;
  /** Messages per second, seen from the hub; null before they were measured. */
  readonly received_rate: number | null;
  readonly sent_rate: number | null;
  readonly rooms: number;
  /** `box key` of each. */
  readonly holds: readonly string[];
}

export interface Summary {
  readonly total: number;
  /** False: too many to follow each one; they are asked for page by page. */
  readonly listed: boolean;
  readonly endpoints: readonly { readonly endpoint: string; readonly count: number }[];
  readonly queued: number;
  readonly received_rate: number;
  readonly sent_rate: number;
}

export type ConnectionNews =
  | ({ readonly is: 'peer' } & Connection)
  | { readonly is: 'gone'; readonly id: string }
  | ({ readonly is: 'summary'; readonly id: 'summary' } & Summary);

export const connectionsRoom: StateRoomRef<ConnectionNews> = {
  name: 'house.connections',
  key: 'house/connections',
  id: ({ id }) => id,
  gone: ({ is }) => is === 'gone',
};

/** A message of a connection that is watched, or how the watching stands. */
export type TailNews =
  | {
      readonly is: 'message';
      /** Counts from 1. */
      readonly id: string;
      readonly at: string;
      /** Seen from the hub. */
      readonly direction: 'in' | 'out';
      readonly type: string;
      readonly size: number;
      readonly payload: unknown;
    }
  | {
      readonly is: 'status';
      readonly id: 'status';
      readonly tail: 'on' | 'gone' | 'over' | 'busy';
      readonly skipped: number;
      readonly until: string | null;
    };

export type TailLine = Extract<TailNews, { is: 'message' }>;
export type TailStatus = Extract<TailNews, { is: 'status' }>;

/** `open`: payloads as they are, for those who may; else numbers and secrets are masked by the hub. */
export const tailRoom = (peer: string, open: boolean): StateRoomRef<TailNews> => ({
  name: open ? 'house.payload' : 'house.tail',
  key: `house/tail/${peer}`,
  id: ({ id }) => id,
});
