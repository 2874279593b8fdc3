import type { HubMessage, Position } from '@posthouse/protocol';
import { fullJitter, type Backoff } from '../../packages/client/src/backoff.ts';
import { RawSocket, type RawTarget } from './raw-socket.ts';
import { soakLog } from './soak-app.ts';

/** The durable log, in which nothing may be lost, and a memory log, whose loss must be said. */
const LOG = { name: soakLog.name, key: 'all' } as const;
const MEMORY = { name: 'shared', key: 'storm' } as const;

/** What all peers of a crowd have seen. */
export interface Tally {
  /** Connections that were tried. */
  tries: number;
  /** Gaps of the memory log that were announced to peers that came back. */
  gaps: number;
  /** What must never happen, the first hundred of them. */
  readonly faults: string[];
  /** Called with a peer that has caught up with both rooms, or lost its connection. */
  readonly moved: () => void;
}

/** A client of the native protocol that resumes: it knows its place in each room and comes back with full jitter. */
export class StormPeer {
  /** Both rooms have answered on this connection. */
  ready = false;
  /** The last number of the durable log. */
  last = 0;
  readonly #name: string;
  readonly #target: RawTarget;
  readonly #backoff: Backoff;
  readonly #random: () => number;
  readonly #tally: Tally;
  #link: RawSocket | null = null;
  #place: Position | undefined;
  #memory: Position | undefined;
  #answered = { log: false, memory: false };
  #failures = 0;
  #over = false;

  constructor(
    { name, target, backoff }: { name: string; target: RawTarget; backoff: Backoff },
    random: () => number,
    tally: Tally,
  ) {
    this.#name = name;
    this.#target = target;
    this.#backoff = backoff;
    this.#random = random;
    this.#tally = tally;
  }

  connect(): void {
    if (this.#over) return;
    this.#tally.tries++;
    this.#answered = { log: false, memory: false };
    const link = new RawSocket(this.#target, {
      open: () => this.#say({ type: 'hello', data: { client: 'storm/1', version: 1 } }),
      text: (text) => this.#hear(JSON.parse(text) as HubMessage),
      closed: () => this.#closed(),
    });
    this.#link = link;
  }

  publish(data: unknown): void {
    this.#say({ type: 'publish', room: MEMORY, data });
  }

  stop(): void {
    this.#over = true;
    this.#link?.drop();
  }

  #closed(): void {
    this.#failures = this.ready ? 1 : this.#failures + 1;
    this.ready = false;
    this.#link = null;
    this.#tally.moved();
    if (!this.#over)
      setTimeout(() => this.connect(), fullJitter(this.#failures, this.#backoff, this.#random));
  }

  #hear(message: HubMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#subscribe(LOG, this.#place);
        return this.#subscribe(MEMORY, this.#memory);
      case 'subscribed':
        return message.room.name === LOG.name
          ? this.#log(message.data.recovered, message.data.pos)
          : this.#forgotten(message.data.recovered, message.data.pos);
      case 'gap':
        return this.#gap(message.room.name, message.data.to);
      case 'message':
        return this.#message(message);
      case 'error':
        return this.#fault(`was told ${message.data.code}`);
      case 'pong':
      case 'snapshot':
      case 'response':
      case 'held':
      case 'conflict':
      case 'lost':
      case 'item':
      case 'go':
      case 'revoke':
      case 'recorded':
      case 'skipped':
        return this.#fault(`was told ${message.type} unasked`);
      case 'reconnect':
    }
  }

  #log(recovered: boolean, pos: Position | undefined): void {
    if (this.#place && !recovered) this.#fault('could not resume the durable log');
    this.#place ??= pos;
    this.#answered.log = true;
    this.#settle();
  }

  /** A memory log that begins is there at once; one that is returned to must first say what is gone. */
  #forgotten(recovered: boolean, pos: Position | undefined): void {
    if (this.#memory && recovered) this.#fault('resumed a memory log that died');
    if (this.#memory) return;
    this.#memory = pos;
    this.#answered.memory = true;
    this.#settle();
  }

  #gap(room: string, to: Position): void {
    if (room === LOG.name) return this.#fault('was told of a gap in the durable log');
    this.#tally.gaps++;
    this.#memory = to;
    this.#answered.memory = true;
    this.#settle();
  }

  #message(message: Extract<HubMessage, { type: 'message' }>): void {
    const { room, epoch = '', seq = 0, data } = message;
    if (room.name !== LOG.name) {
      this.#memory = { epoch, seq };
      return;
    }
    const n = data as number;
    if (n !== this.last + 1) this.#fault(`heard ${n} after ${this.last}`);
    this.last = n;
    this.#place = { epoch, seq };
    this.#tally.moved();
  }

  #settle(): void {
    this.ready = this.#answered.log && this.#answered.memory;
    if (this.ready) this.#tally.moved();
  }

  #subscribe(room: { name: string; key: string }, since: Position | undefined): void {
    this.#say({ type: 'subscribe', room, ...(since && { data: { since } }) });
  }

  #say(message: object): void {
    this.#link?.send(JSON.stringify(message));
  }

  #fault(what: string): void {
    const { faults } = this.#tally;
    if (faults.length < 100) faults.push(`${this.#name} ${what}`);
  }
}
