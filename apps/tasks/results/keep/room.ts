import type { Id, Key, Op, Principal, StateRoom, Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import type { LocalTime } from '../../local-time.ts';
import { resultTables, type KeepTable } from '../tables.ts';

export type KeepRow = Selectable<KeepTable>;

/** A deed as people see it. */
export function toKeep(row: KeepRow, { iso }: LocalTime) {
  const { created_at, undone_at, ...same } = row;
  return { ...same, created_at: iso(created_at), undone_at: undone_at === null ? null : iso(undone_at) };
}
export type Keep = ReturnType<typeof toKeep>;

const SHOWN = 50;
const READERS = ['owner', 'admin', 'local', 'operator', 'viewer'];
const SCOPES = ['can:tasks.result.read', 'can:tasks.result.*', 'can:tasks.*'];
/** Whoever has `tasks.result.read`. */
const mayWatch = ({ roles }: Principal): boolean =>
  roles.some((role) => READERS.includes(role) || SCOPES.includes(role));

const taskOf = (key: Key): Id => Number(/^task\/([1-9]\d{0,14})$/.exec(key)?.[1] ?? 0);

/** How deeds on many questions get on, by task (`task/<id>`). */
export function createKeepsRoom(time: LocalTime) {
  const snapshot: Op<{ task: Id }, { at: number; values: Keep[] }> = {
    name: 'tasks.keep.snapshot',
    async run(tx, { task }) {
      const rows = await resultTables(tx)
        .selectFrom('tasks_keep')
        .selectAll()
        .where('task_id', '=', task)
        .orderBy('id', 'desc')
        .limit(SHOWN)
        .execute();
      return { at: await tx.at(), values: rows.map((row) => toKeep(row, time)) };
    },
  };
  const room: StateRoom<Keep> = {
    name: 'tasks/keeps',
    kind: 'state',
    id: ({ id }) => String(id),
    every: 200,
    may: mayWatch,
    snapshot: (store, key) => store.read(snapshot, { task: taskOf(key) }),
  };
  async function show(tx: Tx, row: KeepRow): Promise<Keep> {
    const shown = toKeep(row, time);
    await tx.publish(room, `task/${row.task_id}`, shown);
    return shown;
  }
  return { room, snapshot, show };
}
export type KeepsRoom = ReturnType<typeof createKeepsRoom>;

export async function findKeep(tx: Tx, id: Id): Promise<KeepRow | undefined> {
  return resultTables(tx).selectFrom('tasks_keep').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Whether a deed on all of a task is not over yet. */
export async function underWay(tx: Tx, task: Id): Promise<boolean> {
  const row = await resultTables(tx)
    .selectFrom('tasks_keep')
    .select('id')
    .where('task_id', '=', task)
    .where('state', 'in', ['running', 'undoing'])
    .executeTakeFirst();
  return row !== undefined;
}

export function changeKeep(tx: Tx, id: Id, values: Partial<KeepRow>): Promise<KeepRow> {
  return resultTables(tx)
    .updateTable('tasks_keep')
    .set(values)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
