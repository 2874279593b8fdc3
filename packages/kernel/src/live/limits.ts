import type { Ms } from '../ports/base.ts';

/** What connections may take of the hub; the size of a message is its endpoint's. */
export interface Limits {
  readonly connections: number;
  readonly perAddress: number;
  /** At the limit: close the oldest connection instead of refusing the newest. */
  readonly evictOldest: boolean;
  /** Messages per second and connection, sustained; twice as many at once. */
  readonly messages: number;
  /** Bytes per second and connection, sustained: reading pauses until there is room again. At once, two whole messages. */
  readonly bytes: number;
  /** Rooms per connection. */
  readonly joins: number;
  /** Levels of nesting in an inbound message. */
  readonly depth: number;
  /** Bytes that may wait for one connection. */
  readonly queue: number;
  /** How long a connection may take to say who it is. */
  readonly opening: Ms;
}

export const defaultLimits: Limits = {
  connections: 20_000,
  perAddress: 2_000,
  evictOldest: false,
  messages: 200,
  bytes: 262_144,
  joins: 256,
  depth: 32,
  queue: 1_048_576,
  opening: 10_000,
};
