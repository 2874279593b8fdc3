import type { ErrorRegistry, Text } from '@posthouse/protocol';
import type { Kysely } from 'kysely';
import type { Clock, Id, Key, Log, Ms, Principal, Random, Refusal } from './base.ts';
import type { AnyMailbox, Mailboxes, Post } from './mailbox.ts';
import type { Auth, Endpoint, Handshake, Inbound, Peer } from './peer.ts';
import type { Bus, Room, Rooms } from './room.ts';
import type { AnyOp, Op, Store, Tx } from './store.ts';
import type { AnyWork } from './work.ts';

export type Dialect = 'sqlite' | 'postgres';

/** One step of a schema, run once, in a transaction of its own, in the order of the list. */
export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>;
}

/** What rules may ask for; each becomes a row of the same commit. */
export type Effect =
  | {
      readonly do: 'post';
      readonly box: string;
      readonly key: Key;
      readonly body: unknown;
      readonly how: Post;
    }
  | { readonly do: 'revoke'; readonly box: string; readonly key: Key; readonly ref: string }
  | { readonly do: 'publish'; readonly room: string; readonly key: Key; readonly message: unknown }
  | { readonly do: 'deadline'; readonly at: Ms | null };

/** A pure decision: what the event makes of the state, and what it causes. */
export type Decide<S, E> = (
  state: S,
  event: E,
  now: Ms,
) => { readonly state: S; readonly effects: readonly Effect[] } | Refusal;

/** How long rows stay: one line of docs/RETENTION.md. */
export interface Retention {
  readonly table: string;
  /** What a reader should know: `over items`. */
  readonly what: Text;
  readonly keep: Ms;
  /** Deletes at most `limit` rows older than `before`; returns how many. */
  prune(tx: Tx, before: Ms, limit: number): Promise<number>;
}

/** A permission as declared in a `contract.ts`: `print.job.retry`. */
export interface Permission {
  readonly name: string;
  readonly text: Text;
  /** Built-in roles that have it; owner, admin and local have all. */
  readonly roles: readonly string[];
}

/** One request to a route, with its input validated against the route's schema. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  /** On a route with `upload`: an `UploadBody`. */
  readonly body: B;
  readonly principal: Principal;
  readonly locale: keyof Text;
  readonly address: string;
  /** Whether it came by TLS, here or at a trusted proxy. */
  readonly secure?: boolean;
  /** Says anew who asks, for a reply that goes on: a refusal once the credential was taken back or has expired. */
  readonly again: () => Promise<Principal | Refusal>;
  /** What the caller's program calls itself, cut to 200 characters. */
  readonly agent?: string;
  /** Codings that the caller's program takes for files compressed beforehand, the smallest first. */
  readonly codings?: readonly ('br' | 'gzip')[];
  /** `store.write` under the request's Idempotency-Key, when it has one. At most one per call. */
  write<A, R>(op: Op<A, R>, args: A): Promise<R>;
  read<A, R>(op: Op<A, R>, args: A): Promise<R>;
  readonly kernel: Kernel;
}

/** A reply other than 200 with JSON. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** 302 to this place. */
  readonly redirect?: string;
  /** An `AsyncIterable<Uint8Array>` is streamed as fast as the caller reads; its `content-type` is in `headers`. */
  readonly body?: unknown;
  /**
   * A file of the app's own package instead of a body: its type is told from its name, and TypeScript is sent as
   * JavaScript, types stripped. Never a path that a caller named.
   */
  readonly file?: URL;
}

/**
 * Bytes as they arrive; the caller sends no faster than they are taken. Ends with HUB_UPLOAD_TOO_LARGE beyond the
 * route's limit, HUB_UPLOAD_CUT when the caller goes away, HUB_REQUEST_TIMEOUT when it falls silent.
 */
export type UploadBody = AsyncIterable<Uint8Array>;

export interface Route {
  /** Names of the endpoints it answers on; `main` is the console's port. */
  readonly endpoints: readonly string[];
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** null: public, which must be argued for in the route's docstring. */
  readonly permission: string | null;
  /** For pages: where somebody who may not is sent (302) instead of being refused. */
  readonly elsewhere?: string;
  readonly summary: Text;
  /** TypeBox schemas; `response` by status. */
  readonly schema: {
    readonly params?: object;
    readonly query?: object;
    readonly body?: object;
    readonly response?: Readonly<Record<number, object>>;
  };
  /**
   * The body is a file of one of these media types and is not read before `handle` asks for it. `limit` in bytes.
   * An Idempotency-Key means nothing here: a file is not compared with another.
   */
  readonly upload?: { readonly types: readonly string[]; readonly limit: number };
  /** The media types in which `handle` streams a file (for the interface's description); such a GET has no HEAD. */
  readonly download?: readonly string[];
  /**
   * Where the method says otherwise. A GET that changes something is refused when the browser says it comes from another
   * site; a POST that only reads is no deed for the audit log.
   */
  readonly effects?: boolean;
  /** How a dialect words errors, or a `reply(…)` where its status differs too; our own `{"error": …}` when absent. */
  readonly errorBody?: (code: string, text: string, detail?: unknown) => unknown;
  /** Data for 200, a `reply(…)`, or a refusal. */
  handle(call: Call<never, never, never>): Promise<unknown>;
}

const REPLY = Symbol('reply');

/** Marks a value as a whole reply instead of 200 with JSON. */
export function reply(value: Reply): Reply {
  return Object.assign({ [REPLY]: true }, value);
}

export function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && REPLY in value;
}

/** Opens a TCP connection: the only way in which an app reaches a device. */
export interface Dial {
  (to: { host: string; port: number; timeout: Ms }): Promise<Duplex>;
}

/** A byte stream of a device, cut down to what drivers need. */
export interface Duplex {
  write(bytes: Uint8Array): Promise<void>;
  /** Called with every chunk that arrives. */
  onData(fn: (bytes: Uint8Array) => void): void;
  /** Called once, with the cause if there was one. */
  onClose(fn: (error?: Error) => void): void;
  /** Flushes and ends; `destroy` drops it at once. */
  end(): Promise<void>;
  destroy(): void;
}

/** What the hub gives to every app on the main thread. */
export interface Kernel {
  readonly clock: Clock;
  readonly store: Store;
  readonly boxes: Mailboxes;
  readonly rooms: Rooms;
  readonly bus: Bus;
  readonly auth: Auth;
  readonly log: Log;
  readonly random: Random;
  readonly dial: Dial;
  readonly fetch: typeof fetch;
  /** As `fetch`, but to public addresses alone, whatever networks are allowed for devices. */
  readonly publicFetch: typeof fetch;
  /** One line on the process's standard output, for apps with documented lines there; absent in tests. */
  readonly say?: (line: string) => void;
}

/** Something that was made up for a demonstration, by its app's own names. */
export interface Made {
  readonly kind: string;
  readonly id: Id;
}

/** Made-up data on request, so that an app can be looked at before it has any of its own. */
export interface Demo {
  /** In one transaction; everything that it makes says plainly that it is made up. */
  make(tx: Tx): Promise<readonly Made[]>;
  /** Takes exactly that away again; what is gone already is no fault. A refusal leaves all of it. */
  remove(tx: Tx, made: readonly Made[]): Promise<Refusal | null>;
}

/** An app, and all of it. Both threads build it from the same cloned configuration (K2). */
export interface App {
  readonly name: string;
  readonly migrations: readonly Migration[];
  readonly routes: readonly Route[];
  readonly errors: ErrorRegistry;
  readonly permissions: readonly Permission[];
  readonly retention: readonly Retention[];
  readonly ops: readonly AnyOp[];
  readonly boxes: readonly AnyMailbox[];
  readonly rooms: readonly Room<unknown>[];
  readonly works?: readonly AnyWork[];
  readonly endpoints: readonly Endpoint[];
  readonly demo?: Demo;
  deadline(tx: Tx, entity: Key): Promise<void>;
  /** A new connection on one of `endpoints`. */
  accept(peer: Peer, hello: Handshake, kernel: Kernel): Promise<Inbound | Refusal>;
  /**
   * A peer that may hold keys of `box`, one of `boxes`, asks for this one. A refusal says that nothing will ever lie
   * under it; absent: any key is held.
   */
  admits?(peer: Peer, box: string, key: Key, kernel: Kernel): Promise<Refusal | null>;
  /** Begins what lives in the process (TCP drivers, bindings); the returned function ends it. */
  start(kernel: Kernel): Promise<() => Promise<void>>;
  readonly periodic: readonly {
    readonly name: string;
    readonly every: Ms;
    run(kernel: Kernel): Promise<void>;
  }[];
}

/** An app is made from its slice of the configuration, which must be plain data. */
export type DefineApp<Config> = (config: Config) => App;

export function defineApp<Config>(define: DefineApp<Config>): DefineApp<Config> {
  return define;
}
