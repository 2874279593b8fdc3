import type { Clock, Log, Random } from '../ports/base.ts';
import type { Counters } from './counters.ts';
import type { Limits } from './limits.ts';
import type { Offenders } from './offenders.ts';
import type { Lane } from './turns.ts';
import type { Writer } from './writer.ts';

/** What all peers share. */
export interface PeerContext {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
  readonly random: Random;
  readonly writer: Writer;
  readonly counters: Counters;
  readonly offenders: Offenders;
  /** Where those who talk much wait. */
  readonly turns: Lane;
  /** Of the ids of this process's peers. */
  readonly prefix: string;
}

/** A peer's place in a room, as the peer sees it. */
export interface Membership {
  /** Of its room and key. */
  readonly id: string;
  /** The peer takes frames again: what was held back for it may come. */
  caughtUp(): void;
  end(): void;
}
