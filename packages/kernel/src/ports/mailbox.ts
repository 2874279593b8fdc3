import type { Id, Key, Ms } from './base.ts';
import type { Tx } from './store.ts';

/** What must arrive: rows in order per key, one holder at a time, a terminal state for every item. */
export interface Mailbox<B> {
  readonly name: string;
  /** `priority` (lower first, then age) demands a window of one item. */
  readonly order: 'fifo' | 'priority';
  /** What a holder may have in hand. One item always fits, whatever its size. */
  readonly window: { readonly items: number; readonly bytes: number };
  /** Waiting items per key; beyond it `post` is refused. */
  readonly bound: number;
  /** How long nothing may be said of a started item: from its own start, or from its holder's last evidence. */
  readonly silence: Ms;
  /** For `redeliver` items: the wait before the next try after `tries` of them; null gives up (unknown). */
  again(tries: number): Ms | null;
  /** Who wins when a second holder comes. `probe`: the newcomer, only if the holder fails `alive` within 2 s. */
  readonly rival: 'newest' | 'first' | 'probe';
  /** In the item's own transaction: the only place where app state follows delivery (K3). */
  changed(tx: Tx, item: Item<B>, fact: Fact): Promise<void>;
}

export type AnyMailbox = Mailbox<unknown>;

export interface Post {
  /** The poster's name for the item, for `revoke`; unique among the key's items that are not over. */
  readonly ref: string;
  /**
   * What an interrupted delivery does. `redeliver`: it is harmless twice. `ask`: once started, only the holder that
   * remembers it may get it again; otherwise it ends unknown (K4).
   */
  readonly lost: 'redeliver' | 'ask';
  readonly expires?: Ms;
  /** Lower is more urgent; 5 by default. Heeded by `priority` boxes. */
  readonly priority?: number;
  /** Not offered before. In a fifo box it holds up what follows. */
  readonly notBefore?: Ms;
  /** false: revoked at once if nobody holds the box, or when its holder leaves. */
  readonly queue?: boolean;
}

export interface Item<B> {
  readonly id: Id;
  readonly box: string;
  readonly key: Key;
  readonly seq: number;
  readonly ref: string;
  readonly tries: number;
  readonly expires?: Ms;
  readonly body: B;
  readonly state: 'waiting' | 'started' | 'taken' | 'over';
}

export type Ending = 'done' | 'refused' | 'expired' | 'revoked' | 'unknown';

/** What happened to an item. The mailbox knows transport facts only; their meaning belongs to the app. */
export type Fact =
  /** For `ask` this is committed before the first byte leaves. */
  | { readonly is: 'started'; readonly lease: number }
  /** The peer stored it in the journal `by`: no expiry, no move from here on. */
  | { readonly is: 'taken'; readonly by: string }
  | { readonly is: 'over'; readonly how: Ending; readonly report?: unknown }
  /** A `redeliver` item goes back to wait for its next try. */
  | { readonly is: 'again'; readonly notBefore: Ms; readonly report?: unknown }
  /** Progress, or late truth (also from an old lease): never fenced off (K5). */
  | { readonly is: 'evidence'; readonly report: unknown };

/** What a holder may say. `over` with `unknown` means "this try was lost": `redeliver` items are tried again. */
export type Report = Extract<Fact, { is: 'taken' | 'over' | 'evidence' }>;

/** Whoever takes items from a mailbox: a peer, a TCP driver, a webhook caller. */
export interface Holder<B> {
  /** The id of the peer behind it; absent where the hub serves the mailbox itself. */
  readonly peer?: string;
  /** The random id of the holder's own journal, if it keeps one over restarts. */
  readonly remembers?: string;
  /**
   * Offered, still revocable. Only the holder starts an item, just before byte one. An item that is already
   * `started` or `taken` was begun under this holder's last lease: answer from the journal. The first delivery may
   * come before `hold` has returned, hence the lease beside it.
   */
  deliver(item: Item<B>, lease: Lease): void;
  /** The offer is withdrawn (revoked, expired, or ended by somebody else). */
  revoke?(item: Id): void;
  /** An item of the key ended without having been begun, offered or not (K6). */
  skipped?(seq: number, how: Ending): void;
  alive(): Promise<boolean>;
}

export interface Lease {
  readonly epoch: number;
  readonly lost: AbortSignal;
  /** Commits the start; false when the item was revoked or expired meanwhile, or the lease is stale. */
  start(item: Id): Promise<boolean>;
  /** A stale lease changes no delivery; what it says is kept as evidence. */
  report(item: Id, report: Report): Promise<void>;
  release(): Promise<void>;
}

export interface Mailboxes {
  hold<B>(box: Mailbox<B>, key: Key, holder: Holder<B>): Promise<Lease | 'conflict'>;
  held(box: string, key: Key): boolean;
  /** Takes the key from whoever holds it in this process: they hear that they lost it, and may ask again. */
  dismiss(box: string, key: Key): Promise<void>;
  /** Whose item it is, for who must know before they take a word about it; null: there is none. */
  lineOf(item: Id): Promise<{ readonly box: string; readonly key: Key } | null>;
  /** A report for an item whose lease is gone, or that came by another connection. The caller has checked who says it. */
  evidence(item: Id, report: unknown): Promise<void>;
  /** For callers who wait for the outcome. */
  settled(item: Id, within: Ms): Promise<Extract<Fact, { is: 'over' }> | 'pending'>;
}
