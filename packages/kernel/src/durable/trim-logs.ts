import type { Key } from '../ports/base.ts';
import type { LogRoom } from '../ports/room.ts';
import type { Op } from '../ports/store.ts';
import type { Scope } from './scope.ts';

export interface LogName {
  readonly room: string;
  readonly key: Key;
}

interface Head extends LogName {
  readonly seq: number;
}

/** Logs that one commit looks at, and messages that it deletes. */
export const TRIM_STEP = 256;

const BEFORE_ALL: LogName = { room: '', key: '' };
const STEP = `select room, key, seq from log_head where (room, key) > (?, ?) order by room, key limit ?`;

/**
 * Deletes what is beyond the count that a durable log's room keeps, in one step of a walk over all logs. Returns where
 * the next step begins; null: that was the last.
 */
export const trimLogs: Op<{ after: LogName | null }, LogName | null> = {
  name: 'kernel.trim-logs',
  async run(tx, { after }) {
    const scope = tx as Scope;
    let last = after ?? BEFORE_ALL;
    const heads = await scope.all<Head>(STEP, last.room, last.key, TRIM_STEP);
    let left = TRIM_STEP;
    for (const head of heads) {
      const room = scope.catalog.rooms.get(head.room);
      if (room?.kind === 'log' && room.keep.durable) left -= await trim(scope, room, head, left);
      if (left === 0) return last;
      last = head;
    }
    return heads.length === 0 ? null : { room: last.room, key: last.key };
  },
};

async function trim(scope: Scope, room: LogRoom, head: Head, most: number): Promise<number> {
  const mine = room.sequence === 'room' ? 'room = ?' : 'room = ? and key = ?';
  const name = room.sequence === 'room' ? [head.room] : [head.room, head.key];
  const beyond = await scope.all<{ key: Key; seq: number }>(
    `select key, seq from log where ${mine} and seq <= ? order by seq limit ?`,
    ...name,
    head.seq - room.keep.count,
    most,
  );
  for (const { key, seq } of beyond)
    await scope.run(`delete from log where room = ? and key = ? and seq = ?`, head.room, key, seq);
  return beyond.length;
}
