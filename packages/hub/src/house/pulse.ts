import type { Clock, Ms } from '@posthouse/kernel';
import type { Signs } from '../system/signs.ts';

/** One second of the hub's life. Rates are per second. */
export interface Beat {
  /** Hub time, milliseconds since 1970. */
  readonly at: Ms;
  /** Percent of one core, over all threads. */
  readonly cpu: number;
  /** Bytes of memory. */
  readonly rss: number;
  /** Milliseconds by which the event loop was late at most, in 99 of 100 turns. */
  readonly late: number;
  /** Groups of writes made durable. */
  readonly commits: number;
  /** Writes that wait for their commit now. */
  readonly writing: number;
  /** Messages of peers, and to them. */
  readonly received: number;
  readonly sent: number;
  readonly peers: number;
  /** HTTP requests answered. */
  readonly requests: number;
}

/** What only grows, and what is now. */
export interface Tally {
  readonly commits: number;
  readonly writing: number;
  readonly requests: number;
  readonly received: number;
  readonly sent: number;
  readonly peers: number;
}

/** Takes the pulse: each call gives what happened since the last one. */
export function createPulse(
  clock: Pick<Clock, 'now' | 'mono'>,
  signs: Signs,
  tally: () => Tally,
): () => Beat {
  let before = { mono: clock.mono(), cpu: signs.cpu(), ...tally() };
  return () => {
    const now = { mono: clock.mono(), cpu: signs.cpu(), ...tally() };
    const seconds = Math.max(0.001, (now.mono - before.mono) / 1_000);
    const rate = (of: 'commits' | 'requests' | 'received' | 'sent') =>
      Math.round(((now[of] - before[of]) / seconds) * 10) / 10;
    const beat: Beat = {
      at: clock.now(),
      cpu: Math.round((now.cpu - before.cpu) / seconds / 1_000) / 10,
      rss: signs.rss(),
      late: Math.round(signs.lateness() * 10) / 10,
      commits: rate('commits'),
      writing: now.writing,
      received: rate('received'),
      sent: rate('sent'),
      peers: now.peers,
      requests: rate('requests'),
    };
    before = now;
    return beat;
  };
}
