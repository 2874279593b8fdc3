import type { Key, Ms, Pos, Principal, Refusal } from './base.ts';
import type { RoomEvent } from './room.ts';

/** One encoded message, an object so that a transport can cache its framed form on it. */
export interface Frame {
  readonly data: string | Uint8Array;
}

/** Turns messages into frames, once per codec and message (K8). */
export interface Codec {
  readonly id: string;
  /** `pos` is the message's own place, or for `subscribed` the place after which messages follow. null: no word for it. */
  encode(room: string, key: Key, event: RoomEvent, pos?: Pos): Frame | null;
  direct(message: unknown): Frame;
  /** Words for what the kernel itself has to say; a dialect without them leaves this out, or answers null. */
  notice?(notice: Notice): Frame | null;
}

/** `refused`: a message was not handled, the connection stays. `comeBack`: the connection ends; return after this. */
export type Notice =
  { readonly kind: 'refused'; readonly refusal: Refusal } | { readonly kind: 'comeBack'; readonly after: Ms };

/** What a transport supplies for one connection, and all of it. */
export interface Wire {
  /** Hands over frames for one write; false asks the caller to wait for `drained`. */
  write(frames: readonly Frame[]): boolean;
  drained(fn: () => void): void;
  /** Bytes handed over and not yet taken by the operating system. */
  queued(): number;
  ping(): void;
  pause(): void;
  resume(): void;
  close(code: number, reason: string, comeBackIn?: Ms): void;
}

export interface Peer {
  readonly id: string;
  readonly endpoint: string;
  readonly address: string;
  principal: Principal;
  codec: Codec;
  /** Of the last ping, in milliseconds. */
  readonly rtt?: Ms | undefined;
  readonly state: 'opening' | 'open' | 'draining' | 'closed';
  /** Bytes queued for it, here and in its wire. */
  readonly queued: number;
  /** Ends the 10 s that a peer has to say who it is. Said again with a principal, it goes on as that one, until that one expires. */
  open(principal?: Principal): void;
  send(message: unknown): void;
  /** Counts a refusal that the app has told it in its own words: who is refused on and on is cut. */
  refused(code: string): void;
  /** Pings now; true when a pong came within `wait`. */
  alive(wait: Ms): Promise<boolean>;
  close(code: number, reason: string, comeBackIn?: Ms): void;
}

export interface Handshake {
  readonly endpoint: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly auth?: unknown;
  readonly address: string;
  /** The name that the peer itself knows this connection by, where its transport gives one (Socket.IO's socket id). */
  readonly connection?: string;
}

/** An app's side of a connection. Messages are handled in order; at 32 in hand reading pauses (K9). */
export interface Inbound {
  message(data: unknown, reply?: (value: unknown) => void): Promise<void>;
  pong(): void;
  /** So many bytes came in one frame, said before what they hold; too many, and reading pauses. */
  took?(bytes: number): void;
  /** The peer broke its transport's rules, which answers with this close code; `closed` follows. */
  broke?(code: number): void;
  closed(code: number): void;
}

export interface Endpoint {
  readonly name: string;
  readonly transport: string;
  /** 0 shares the main port. */
  readonly port: number;
  readonly host: string;
  readonly paths: RegExp;
  readonly subprotocol?: string;
  readonly origins: readonly string[];
  /** Bytes of the largest inbound message. */
  readonly maxMessage: number;
  readonly ping: Ms;
  /** How long a pong may take. */
  readonly timeout: Ms;
  /** Networks (CIDR) whose peers may come without a token, as an anonymous role of this endpoint. */
  readonly open: readonly string[];
  /** The role that `open` networks get. */
  readonly openRole?: string;
  /** The close code of a drain; 1012 by default. */
  readonly drainCode?: number;
  /**
   * For transports whose clients keep one position themselves: the durable log (`sequence: 'room'`) it counts in, and
   * how long a client may be away. Absent: a connection that comes back begins anew.
   */
  readonly resume?: { readonly room: string; readonly within: Ms };
}

/** Opens one endpoint on a server of the hub's (`node:http`, unknown to the kernel). */
export interface Transport<Server = unknown> {
  readonly name: string;
  open(
    endpoint: Endpoint,
    server: Server,
    accept: (handshake: Handshake, wire: Wire) => Promise<Inbound | Refusal>,
  ): Promise<() => Promise<void>>;
}

export interface Auth {
  who(handshake: Handshake, token?: string): Promise<Principal | Refusal>;
  may(principal: Principal, permission: string, on?: Key): Promise<boolean>;
}
