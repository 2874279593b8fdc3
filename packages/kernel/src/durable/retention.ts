import type { Retention } from '../ports/app.ts';
import type { Ms } from '../ports/base.ts';
import type { Tx } from '../ports/store.ts';
import type { Scope } from './scope.ts';

const DAY = 86_400_000;

/** How long the kernel's own rows stay. Durable logs keep what their room says. */
export const kernelRetention: readonly Retention[] = [
  {
    table: 'item',
    what: { zh: '已结束的投递', en: 'deliveries that are over' },
    keep: 30 * DAY,
    prune: (tx, before, limit) =>
      deleteOld(
        tx,
        `delete from item where id in (select id from item where over_at < ? limit ?)`,
        before,
        limit,
      ),
  },
  {
    table: 'idempotency',
    what: { zh: '幂等键与首次应答', en: 'idempotency keys and their first answers' },
    keep: DAY,
    prune: (tx, before, limit) =>
      deleteOld(
        tx,
        `delete from idempotency where (scope, key) in (select scope, key from idempotency where at < ? limit ?)`,
        before,
        limit,
      ),
  },
  {
    table: 'log',
    what: {
      zh: '持久日志房间的消息：按各房间声明的条数与时长，此处为检查上限',
      en: 'messages of durable log rooms: as each room declares; this is the longest',
    },
    keep: 0,
    prune: pruneLogs,
  },
];

async function deleteOld(tx: Tx, sql: string, before: Ms, limit: number): Promise<number> {
  return (tx as Scope).run(sql, before, limit);
}

/** By age; what is beyond a room's count goes by `trimLogs`. */
async function pruneLogs(tx: Tx, _before: Ms, limit: number): Promise<number> {
  const scope = tx as Scope;
  let deleted = 0;
  for (const room of scope.catalog.rooms.values()) {
    if (room.kind !== 'log' || !room.keep.durable || deleted >= limit) continue;
    deleted += await scope.run(
      `delete from log where (room, key, seq) in
       (select room, key, seq from log where room = ? and at < ? order by at limit ?)`,
      room.name,
      scope.now - room.keep.age,
      limit - deleted,
    );
  }
  return deleted;
}
