import type { Id, Key, Ms, Op, Principal, StateRoom, Tx } from '@posthouse/kernel';
import type { LocalTime } from '../../local-time.ts';
import { questionTables } from '../tables.ts';
import { toImport, type Import, type ImportRow } from './report.ts';

const EVERY: Ms = 200;
const SHOWN = 50;
/** The newest imports; one alone is under `import/<id>`. */
export const IMPORTS_KEY: Key = 'tasks/imports';
export const importKey = (id: Id): Key => `import/${id}`;

/** The import that a key is of; null: none. */
export function importOfKey(key: Key): Id | null {
  const found = /^import\/([1-9]\d{0,14})$/.exec(key)?.[1];
  return found === undefined ? null : Number(found);
}

const READERS = ['owner', 'admin', 'local', 'operator', 'viewer'];
const SCOPES = ['can:tasks.question.read', 'can:tasks.question.*', 'can:tasks.*'];
/** Whoever has `tasks.question.read`. */
const mayWatch = ({ roles }: Principal): boolean =>
  roles.some((role) => READERS.includes(role) || SCOPES.includes(role));

/** A value of the room; `deleted` is an import that is gone. */
export type ImportNow = Import | { readonly id: Id; readonly deleted: true };

/** How imports get on, at most five times a second. */
export function createImportsRoom(time: LocalTime) {
  const snapshot: Op<{ id: Id | null }, { at: number; values: Import[] }> = {
    name: 'tasks.import.snapshot',
    async run(tx, { id }) {
      const rows = await questionTables(tx)
        .selectFrom('tasks_import')
        .selectAll()
        .$if(id !== null, (query) => query.where('id', '=', id!))
        .orderBy('id', 'desc')
        .limit(SHOWN)
        .execute();
      return { at: await tx.at(), values: rows.map((row) => toImport(row, time)) };
    },
  };
  const room: StateRoom<ImportNow> = {
    name: 'tasks/imports',
    kind: 'state',
    id: ({ id }) => String(id),
    every: EVERY,
    may: mayWatch,
    snapshot: (store, key) => store.read(snapshot, { id: importOfKey(key) }),
  };
  async function publish(tx: Tx, now: ImportNow): Promise<void> {
    await tx.publish(room, IMPORTS_KEY, now);
    await tx.publish(room, importKey(now.id), now);
  }
  async function show(tx: Tx, row: ImportRow): Promise<Import> {
    const shown = toImport(row, time);
    await publish(tx, shown);
    return shown;
  }
  /** Gone: lists let go of it. */
  const forgotten = (tx: Tx, id: Id) => publish(tx, { id, deleted: true });
  return { room, snapshot, show, forgotten };
}

export type ImportsRoom = ReturnType<typeof createImportsRoom>;
