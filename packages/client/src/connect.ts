import type { ClientMessage, HubMessage, HubWord, Position, RoomRef } from '@posthouse/protocol';
import type { Backoff } from './backoff.ts';
import { ClientError } from './client-error.ts';
import { Holds, type Hold, type HoldListener, type JobHandler, type MailboxRef } from './holds.ts';
import { Link, type LinkOptions } from './link.ts';
import { Outbox } from './outbox.ts';
import { Reports } from './reports.ts';
import { Requests } from './requests.ts';
import type { Status } from './status.ts';
import { Subscriptions, type RoomListener, type Subscription } from './subscriptions.ts';
import { systemTimers, type Timers } from './timers.ts';

export interface ConnectOptions extends Pick<LinkOptions, 'url' | 'token' | 'WebSocket'> {
  /** Name and version of the software, for the hub's lists; `posthouse-client` by default. */
  readonly client?: string;
  /** What may wait for a connection or its turn: publications and requests, and unrecorded evidence. 256. */
  readonly maxEnqueuedMessages?: number;
  /** Bounds of the jitter between tries, milliseconds: 500 to 30,000. */
  readonly backoff?: Backoff;
  /** Silence after which the hub is asked for a sign of life (20 s), and how long that may take (5 s), milliseconds. */
  readonly quiet?: number;
  readonly patience?: number;
  /** How often unanswered wishes and unrecorded reports are said again, milliseconds: 10 s. */
  readonly repeat?: number;
  /** What the hub refused without saying of which wish, or could not read. Ignored by default. */
  readonly onError?: (error: ClientError) => void;
  readonly timers?: Timers;
  readonly random?: () => number;
}

export interface Client {
  readonly status: Status;
  /** Calls `watch` with every later status; the returned function stops that. */
  onStatus(watch: (status: Status) => void): () => void;
  /** The hub's limits, epoch and time as of the last welcome. */
  readonly welcome: HubWord<'welcome'>['data'] | undefined;
  /** Joins a room, and again after every reconnection at the place where it was left; `since` resumes another life's. */
  subscribe<M = unknown>(room: RoomRef & { since?: Position }, listener: RoomListener<M>): Subscription;
  /**
   * Fire and forget: what the hub would refuse for haste waits, like what is said while there is no connection. Throws
   * NATIVE_QUEUE_FULL, NATIVE_TOO_LARGE and, once closed, NATIVE_CLOSED; what waited and cannot be sent any more
   * goes to `onError` with the last two.
   */
  publish(room: RoomRef, data: unknown): void;
  /** Holds a mailbox until closed: each item goes to `handler`, its reports to the hub until they are recorded. */
  hold<B = unknown>(mailbox: MailboxRef, handler: JobHandler<B>, listener?: HoldListener): Hold;
  /**
   * Says how an item ended that is in no handler's hands: one of an earlier life of this process, from its journal.
   * Resolves when it is on the hub's disk; rejects when it never can be.
   */
  report(item: string, how: 'done' | 'refused' | 'unknown', report?: unknown): Promise<void>;
  /** Calls a method of the hub; `timeout` in milliseconds, 10 s by default. Rejects with a `ClientError`. */
  request<R = unknown>(method: string, params?: unknown, how?: { timeout?: number }): Promise<R>;
  /**
   * For good. What was not answered yet is rejected with NATIVE_DISCONNECTED, what was not sent with NATIVE_CLOSED. Leases
   * end with the connection.
   */
  close(): void;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** Connects to a hub and stays connected. Returns at once; what is asked for meanwhile is asked when it is open. */
export function connect(options: ConnectOptions): Client {
  const { timers = systemTimers, random = Math.random, maxEnqueuedMessages = 256, repeat = 10_000 } = options;
  const link = new Link(
    {
      url: options.url,
      ...(options.token !== undefined && { token: options.token }),
      ...(options.WebSocket !== undefined && { WebSocket: options.WebSocket }),
      client: options.client ?? 'posthouse-client',
      backoff: options.backoff ?? { base: 500, cap: 30_000 },
      quiet: options.quiet ?? 20_000,
      patience: options.patience ?? 5_000,
      timers,
      random,
    },
    { opened, message: receive, ready: () => outbox.flush(), lost },
  );
  const outbox = new Outbox(link, maxEnqueuedMessages);
  const say = outbox.say.bind(outbox);
  const requests = new Requests(outbox, timers);
  const subscriptions = new Subscriptions(wish);
  const reports = new Reports(say, maxEnqueuedMessages);
  const holds = new Holds(wish, reports);
  let welcome: HubWord<'welcome'>['data'] | undefined;
  let cancelRepeat = timers.after(repeat, sayAgain);

  /** Wishes are said again when no caller is there to be told: what no hub can read goes to `onError`. */
  function wish(message: ClientMessage): boolean {
    try {
      return say(message);
    } catch (error) {
      tell(error as ClientError);
      return false;
    }
  }

  /** Whatever its owner does then, it is not done in the middle of our work. */
  function tell(error: ClientError): void {
    queueMicrotask(() => options.onError?.(error));
  }

  /** The hub handles them in this order: holds go before the reports that belong to their leases. */
  function opened(data: HubWord<'welcome'>['data']): void {
    welcome = data;
    outbox.opened(() => {
      subscriptions.opened();
      holds.opened();
      reports.repeat('all');
    });
  }

  function lost(forGood: boolean): void {
    outbox.lost();
    holds.lost();
    requests.lost();
    if (!forGood) return;
    cancelRepeat();
    outbox.close();
    reports.close();
  }

  function sayAgain(): void {
    // Until all is said once, nobody can have answered all.
    if (!outbox.isBehind) {
      subscriptions.repeat();
      holds.repeat();
      reports.repeat('old');
    }
    cancelRepeat = timers.after(repeat, sayAgain);
  }

  function receive(message: HubMessage): void {
    switch (message.type) {
      case 'subscribed':
      case 'snapshot':
      case 'message':
      case 'gap':
        return subscriptions.receive(message);
      case 'held':
      case 'conflict':
      case 'lost':
      case 'item':
      case 'go':
      case 'revoke':
      case 'skipped':
        return holds.receive(message);
      case 'recorded':
        return reports.recorded(message);
      case 'response':
        return requests.answered(message);
      case 'error':
        return refused(message);
      case 'welcome':
      case 'pong':
      case 'reconnect':
    }
  }

  function refused({ id = '', data: { code, message, about } }: HubWord<'error'>): void {
    const error = new ClientError(code, message, about?.detail);
    if (about?.type === 'subscribe' && about.room && subscriptions.refused(about.room, error)) return;
    if (about?.type === 'hold' && about.mailbox && holds.refused(about.mailbox, error)) return;
    if (about?.type === 'start' && about.item !== undefined) return holds.startRefused(about.item);
    if (reports.refused(id, error) || requests.refused(id, error)) return;
    options.onError?.(error);
  }

  return {
    get status() {
      return link.status.value;
    },
    onStatus: (watch) => link.status.watch(watch),
    get welcome() {
      return welcome;
    },
    subscribe: ({ name, key, since }, listener) => subscriptions.open({ name, key }, listener, since),
    publish: (room, data) => outbox.post({ type: 'publish', room, data: data ?? null }, tell),
    hold: (mailbox, handler, listener = {}) => holds.open(mailbox, handler as JobHandler, listener),
    report: (item, how, report) =>
      reports.say({ type: 'over', data: { item, how, ...(report !== undefined && { report }) } }),
    request: async <R>(method: string, params?: unknown, how: { timeout?: number } = {}) =>
      (await requests.request(method, params, how.timeout ?? REQUEST_TIMEOUT_MS)) as R,
    close: () => link.close(),
  };
}
