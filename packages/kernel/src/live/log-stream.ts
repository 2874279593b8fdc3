import type { Key, Log, Pos } from '../ports/base.ts';
import { LogChannel } from './log-channel.ts';
import type { LogRow } from './log-ops.ts';
import type { LogSource } from './log-source.ts';

interface StreamOptions {
  readonly source: LogSource;
  readonly log: Log;
  /** Nobody is left. */
  readonly emptied: () => void;
}

/**
 * One sequence as this node follows it, with the channels of its keys. It distributes each message once, in order;
 * what a lost hint left out is read from the log, and what the log no longer has is announced as a gap.
 */
export class LogStream {
  readonly room: string;
  readonly source: LogSource;
  readonly #log: Log;
  readonly #emptied: () => void;
  readonly #channels = new Map<Key, LogChannel>();
  /** The last message distributed; null until the head is known. */
  #reached: Pos | null = null;
  /** The newest message that anybody spoke of. */
  #announced = 0;
  #filling: Promise<void> | null = null;

  constructor(room: string, { source, log, emptied }: StreamOptions) {
    this.room = room;
    this.source = source;
    this.#log = log;
    this.#emptied = emptied;
  }

  get channels(): ReadonlyMap<Key, LogChannel> {
    return this.#channels;
  }

  /** The last message distributed. Only after `begin`. */
  get reached(): Pos {
    return this.#reached!;
  }

  /** Learns the head, once; everything after it is distributed. */
  async begin(): Promise<void> {
    if (this.#reached) return;
    const head = await this.source.head();
    this.#reached ??= head;
    await this.#catchUp();
  }

  channel(key: Key): LogChannel {
    let channel = this.#channels.get(key);
    if (!channel) {
      const empty = () => {
        this.#channels.delete(key);
        if (this.#channels.size === 0) this.#emptied();
      };
      this.#channels.set(key, (channel = new LogChannel(this.room, key, this.#log, empty)));
    }
    return channel;
  }

  /** A message that was announced, or heard of again. */
  receive(row: LogRow, epoch: string): void {
    if (!this.#reached) {
      this.#announced = Math.max(this.#announced, row.seq);
      return;
    }
    if (epoch !== this.#reached.epoch) this.#moveTo({ epoch, seq: row.seq - 1 });
    if (row.seq === this.#reached.seq + 1 && !this.#filling) return this.#distribute(row);
    this.announce(row.seq);
  }

  /** There is a message `seq`; reads what is missing up to it. */
  announce(seq: number): void {
    this.#announced = Math.max(this.#announced, seq);
    if (this.#reached) void this.#catchUp();
  }

  #catchUp(): Promise<void> {
    if (this.#announced <= this.reached.seq) return Promise.resolve();
    return (this.#filling ??= this.#fill());
  }

  /** Always waits for a read first: `#filling` is set by the time it is cleared here. */
  async #fill(): Promise<void> {
    try {
      while (this.#announced > this.reached.seq) await this.#fillPart(this.reached);
    } catch (error) {
      // The next announcement or head check tries again.
      this.#log.warn({ room: this.room, error: String(error) }, 'a log could not be read');
    } finally {
      this.#filling = null;
    }
  }

  async #fillPart(from: Pos): Promise<void> {
    const part = await this.source.after(from, null);
    // Rows of an epoch that ended while they were read say nothing about the new one.
    if (this.reached.epoch !== from.epoch) return;
    if (part === 'gap') {
      const head = await this.source.head();
      if (this.reached === from) this.#moveTo(head);
      this.#announced = this.reached.seq;
      return;
    }
    for (const row of part.rows) {
      if (row.seq <= this.reached.seq) continue;
      // A log never skips; one that does is said aloud rather than passed over.
      if (row.seq > this.reached.seq + 1) this.#moveTo({ ...this.reached, seq: row.seq - 1 });
      this.#distribute(row);
    }
    // A log that ends before what was announced: the announcement was of another life.
    if (part.rows.length === 0) this.#announced = this.reached.seq;
  }

  #distribute(row: LogRow): void {
    const pos = { epoch: this.reached.epoch, seq: row.seq };
    this.#reached = pos;
    this.#channels.get(row.key)?.publish(row.message, pos);
  }

  #moveTo(to: Pos): void {
    const from = this.reached;
    this.#reached = to;
    this.#announced = to.epoch === from.epoch ? this.#announced : to.seq;
    for (const channel of this.#channels.values()) channel.gap(from, to);
  }
}
