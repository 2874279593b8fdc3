import {
  mayReturn,
  SUBPROTOCOL,
  VERSION,
  type ClientMessage,
  type HubMessage,
  type HubWord,
} from '@posthouse/protocol';
import Socket from 'partysocket/ws';
import { fullJitter, type Backoff } from './backoff.ts';
import { Pace } from './pace.ts';
import { Observable, type Status } from './status.ts';
import { textOf } from './text-of.ts';
import type { Timers } from './timers.ts';

type Maybe<T> = T | Promise<T>;

export interface LinkOptions {
  /** `ws://127.0.0.1:5000/ws`. */
  readonly url: string;
  /** A function is asked before each hello, so that an expired token can be replaced. */
  readonly token?: string | (() => Maybe<string | undefined>);
  /** Name and version of the software. */
  readonly client: string;
  readonly backoff: Backoff;
  /** Silence after which the hub is asked for a sign of life, milliseconds. */
  readonly quiet: number;
  /** How long that sign may take. */
  readonly patience: number;
  readonly timers: Timers;
  readonly random: () => number;
  /** The WebSocket class; the global one by default. */
  readonly WebSocket?: unknown;
}

/** What the rest of the client hears of the connection. */
export interface LinkEvents {
  opened(welcome: HubWord<'welcome'>['data']): void;
  message(message: HubMessage): void;
  /** `send` may go on, after it said no. */
  ready(): void;
  /** It was open, or `forGood` ends it. */
  lost(forGood: boolean): void;
}

const OPEN = 1;

const CLOSE_NORMAL = 1000;
const CLOSE_PROTOCOL = 1002;
const CLOSE_UNAUTHENTICATED = 4401;
const CLOSE_SILENT = 4408;
/** A connection that lived shorter than this counts as a failure, so that a hub that throws us out is not stormed. */
const STEADY_MS = 5_000;

/**
 * One connection that comes back by itself. Nothing is queued here: what cannot be sent now is not sent. Each event is told
 * to the rest of the client before the status changes for those who watch it.
 */
export class Link {
  readonly status = new Observable<Status>({ is: 'connecting' });
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  readonly #socket: Socket;
  readonly #pace: Pace;
  /** Bytes of the largest message that the hub reads: a larger one would end every connection on which it is said. */
  #limit = Infinity;
  #welcomed = false;
  /** Grows with each connection that opens or ends: what was asked for one is of no use to the next. */
  #turn = 0;
  #failures = 0;
  #hint: number | null = null;
  #openedAt = 0;
  #heardAt = 0;
  #cancelWatch: () => void = () => {};
  #endWait: () => void = () => {};

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options;
    this.#events = events;
    this.#pace = new Pace(
      options.timers,
      (id) => this.#write({ type: 'ping', id }),
      () => events.ready(),
    );
    this.#socket = new Socket(() => this.#nextUrl(), [SUBPROTOCOL], {
      // The waits are ours: `#nextUrl` resolves when it is time.
      minReconnectionDelay: 0,
      maxEnqueuedMessages: 0,
      shouldReconnectOnClose: ({ code }) => this.#mayReturn(code),
      ...(options.WebSocket !== undefined && { WebSocket: options.WebSocket }),
    });
    this.#socket.addEventListener('open', () => void this.#greet());
    this.#socket.addEventListener('message', ({ data }) => this.#receive(data));
    this.#socket.addEventListener('close', ({ code, reason }) => this.#ended(code, reason));
  }

  /** Welcomed, and not about to end: what would be said then is lost. */
  get open(): boolean {
    return this.#welcomed && this.#hint === null && this.#socket.readyState === OPEN;
  }

  get limit(): number {
    return this.#limit;
  }

  /** False when it cannot go now: the connection is not open, or the hub would refuse it for haste. */
  send(text: string): boolean {
    if (!this.open || !this.#pace.take()) return false;
    this.#socket.send(text);
    return true;
  }

  close(code: number = CLOSE_NORMAL, reason = ''): void {
    if (this.status.value.is === 'closed') return;
    this.#over({ is: 'closed', code, reason });
    this.#socket.close(CLOSE_NORMAL);
    this.#endWait();
  }

  #write(message: ClientMessage): void {
    this.#socket.send(textOf(message));
  }

  #mayReturn(code: number): boolean {
    const freshToken = typeof this.#options.token === 'function';
    return mayReturn(code) || (code === CLOSE_UNAUTHENTICATED && freshToken);
  }

  async #nextUrl(): Promise<string> {
    const { backoff, random, timers, url } = this.#options;
    const wait = this.#hint ?? fullJitter(this.#failures, backoff, random);
    this.#hint = null;
    if (wait > 0) this.#announce(wait);
    if (this.status.value.is === 'waiting') {
      await new Promise<void>((resolve) => {
        const cancel = timers.after(wait, resolve);
        this.#endWait = () => {
          cancel();
          resolve();
        };
      });
    }
    if (this.status.value.is === 'waiting') this.status.set({ is: 'connecting' });
    return url;
  }

  #announce(wait: number): void {
    if (this.status.value.is === 'closed') return;
    this.status.set({ is: 'waiting', wait, failures: this.#failures });
  }

  async #greet(): Promise<void> {
    const { client, token: given } = this.#options;
    const turn = ++this.#turn;
    this.#heard();
    this.#watchSilence();
    let token: string | undefined;
    try {
      token = typeof given === 'function' ? await given() : given;
    } catch {
      if (turn === this.#turn) this.#socket.reconnect(CLOSE_SILENT, 'no token could be had');
      return;
    }
    if (turn !== this.#turn) return;
    this.#write({ type: 'hello', data: { client, version: VERSION, ...(token !== undefined && { token }) } });
  }

  #receive(data: unknown): void {
    this.#heard();
    const message = read(data);
    if (message === null) return;
    if (message.type === 'reconnect') this.#hint = message.data.after;
    if (message.type === 'pong') this.#pace.pong(message.id);
    if (message.type !== 'welcome') return this.#events.message(message);
    // Another server's welcome, such as that of the hub's old doors: no other try would find a hub here.
    if (!('data' in message)) return this.close(CLOSE_PROTOCOL, 'this is no native endpoint of a hub');
    this.#openedAt = this.#options.timers.now();
    this.#limit = message.data.limits.message;
    this.#pace.begin(message.data.limits.rate);
    this.#welcomed = true;
    this.#events.opened(message.data);
    this.status.set({ is: 'open', session: message.data.session });
  }

  #ended(code: number, reason: string): void {
    if (this.status.value.is === 'closed') return;
    const steady = this.#welcomed && this.#options.timers.now() - this.#openedAt >= STEADY_MS;
    this.#failures = steady ? 1 : this.#failures + 1;
    this.#over(this.#mayReturn(code) ? { is: 'connecting' } : { is: 'closed', code, reason });
  }

  #over(status: Status & { is: 'connecting' | 'closed' }): void {
    const wasOpen = this.#welcomed;
    this.#welcomed = false;
    this.#turn++;
    this.#cancelWatch();
    this.#pace.end();
    const forGood = status.is === 'closed';
    if (wasOpen || forGood) this.#events.lost(forGood);
    const { is } = this.status.value;
    // Whoever heard of it may have closed it for good.
    if (is !== 'closed' && is !== status.is) this.status.set(status);
  }

  #heard(): void {
    this.#heardAt = this.#options.timers.now();
  }

  /** A link can die without a close (a pulled cable, a slept laptop): silence is answered with a question. */
  #watchSilence(): void {
    const { timers, quiet, patience } = this.#options;
    this.#cancelWatch();
    const silence = timers.now() - this.#heardAt;
    if (silence < quiet) {
      this.#cancelWatch = timers.after(quiet - silence, () => this.#watchSilence());
      return;
    }
    const asked = timers.now();
    this.#pace.ask();
    this.#cancelWatch = timers.after(patience, () => {
      if (this.#heardAt >= asked) this.#watchSilence();
      else this.#socket.reconnect(CLOSE_SILENT, 'no sign of life');
    });
  }
}

/** null: nothing that this version could understand. The hub's own words need no further check. */
function read(data: unknown): HubMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const value = JSON.parse(data) as unknown;
    return typeof value === 'object' && value !== null && 'type' in value ? (value as HubMessage) : null;
  } catch {
    return null;
  }
}
