import type { Key, Pos } from '../ports/base.ts';
import type { Bus, LogRoom } from '../ports/room.ts';
import type { Store } from '../ports/store.ts';
import { logOps, type LogRow } from './log-ops.ts';

/** What follows a place: rows, and how far was looked. */
export interface LogPart {
  readonly rows: readonly LogRow[];
  readonly reach: number;
}

/** Where a log's past is: the database, or the bus. */
export interface LogSource {
  head(): Promise<Pos>;
  /** One part of what follows `pos`, of one key or of all; 'gap' when some of it is gone or not comparable. */
  after(pos: Pos, key: Key | null): Promise<LogPart | 'gap'>;
}

/** A durable log. Its epoch is the store's. */
export function storeSource(store: Store, room: LogRoom, counted: Key): LogSource {
  return {
    async head() {
      return { epoch: store.epoch, seq: await store.read(logOps.head, { room: room.name, counted }) };
    },
    async after({ epoch, seq }, key) {
      if (epoch !== store.epoch) return 'gap';
      const filter = room.sequence === 'room' ? key : counted;
      const page = await store.read(logOps.page, { room: room.name, counted, key: filter, after: seq });
      return page.gone ? 'gap' : page;
    },
  };
}

/** A memory log, which the bus numbers and keeps. */
export function busSource(bus: Bus, topic: Key): LogSource {
  return {
    head: () => bus.head(topic),
    async after(pos, key) {
      const entries = await bus.since(topic, pos);
      if (entries === 'gap') return 'gap';
      const rows = entries.map(({ pos: { seq }, entry }) => rowOf(entry, seq));
      return {
        rows: key === null ? rows : rows.filter((row) => row.key === key),
        reach: entries.at(-1)?.pos.seq ?? pos.seq,
      };
    },
  };
}

/** How a log's message travels on the bus; `s` only where the bus does not number it. */
export function toEntry(key: Key, message: unknown, seq?: number): string {
  return JSON.stringify(seq === undefined ? { k: key, m: message } : { k: key, m: message, s: seq });
}

export function rowOf(entry: string, seq?: number): LogRow {
  const { k, m, s } = JSON.parse(entry) as { k: Key; m: unknown; s?: number };
  return { key: k, seq: seq ?? s ?? 0, message: m };
}
