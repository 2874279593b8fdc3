import type { Id, Key, Ms } from '../ports/base.ts';
import type { Ending, Item } from '../ports/mailbox.ts';

/** A row of `item`. `due` is when `kernel.due` must look at it: expiry while waiting, silence while started. */
export interface ItemRow {
  id: Id;
  box: string;
  key: Key;
  seq: number;
  ref: string;
  body: string;
  bytes: number;
  lost: 'redeliver' | 'ask';
  queue: number;
  priority: number;
  expires: Ms | null;
  not_before: Ms;
  due: Ms | null;
  state: Item<unknown>['state'];
  how: Ending | null;
  report: string | null;
  tries: number;
  lease: number | null;
  remembers: string | null;
  taken_by: string | null;
  posted_at: Ms;
  started_at: Ms | null;
  over_at: Ms | null;
}

/** An item as it travels between threads: the app's view and its size. */
export interface Parcel {
  readonly item: Item<unknown>;
  readonly bytes: number;
}

export function toItem(row: ItemRow): Item<unknown> {
  return {
    id: row.id,
    box: row.box,
    key: row.key,
    seq: row.seq,
    ref: row.ref,
    tries: row.tries,
    ...(row.expires !== null && { expires: row.expires }),
    body: JSON.parse(row.body),
    state: row.state,
  };
}

export function toParcel(row: ItemRow): Parcel {
  return { item: toItem(row), bytes: row.bytes };
}
