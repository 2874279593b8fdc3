import type { Ms } from '../ports/base.ts';
import type { Frame, Peer } from '../ports/peer.ts';

/** Hears everything that passes over one connection. It is called on the hot path: be quick, and never throw. */
export interface Tap {
  /** A message of the peer, as its transport gave it, before any limit. */
  heard(data: unknown): void;
  /** Frames on their way to the peer, in order. */
  told(frames: readonly Frame[]): void;
  /** An answer that goes by the transport's own way (a Socket.IO acknowledgement). */
  answered(value: unknown): void;
}

/** A peer as those see it who look after all of them. */
export interface ListedPeer extends Peer {
  /** The name of its endpoint's transport. */
  readonly transport: string;
  /** Hub time of its arrival. */
  readonly since: Ms;
  /** Messages of it, those included that were refused. */
  readonly received: number;
  /** Messages to it, handed to its wire. */
  readonly sent: number;
  /** How many rooms it is in. */
  readonly joined: number;
  /** null: nobody listens, which is what it costs the least (one comparison a write). */
  tap: Tap | null;
}
