import { identity, isRefusal, refuse, type Migration, type Op, type Refusal } from '@posthouse/kernel';
import { sql, type Generated } from 'kysely';
import type { NewNote, Note, NoteId } from './contract.ts';
import { decideNote } from './rules.ts';

interface Tables {
  tasks_note: { id: Generated<number>; text: string; state: Note['state']; created_at: number };
}

export const tasksMigrations: readonly Migration[] = [
  {
    name: '1-notes',
    async up(db, dialect) {
      await sql`create table tasks_note (id ${identity(dialect)},
        text text not null, state text not null, created_at bigint not null)`.execute(db);
    },
  },
];

export const writeTasksNote: Op<NewNote, Note> = {
  name: 'tasks.note.write',
  run: (tx, { text }) =>
    tx
      .db<Tables>()
      .insertInto('tasks_note')
      .values({ text, state: 'open', created_at: tx.now })
      .returning(['id', 'text', 'state'])
      .executeTakeFirstOrThrow(),
};

export const readTasksNote: Op<NoteId, Note | Refusal> = {
  name: 'tasks.note.read',
  async run(tx, { id }) {
    const note = await tx
      .db<Tables>()
      .selectFrom('tasks_note')
      .select(['id', 'text', 'state'])
      .where('id', '=', id)
      .executeTakeFirst();
    return note ?? refuse('TASKS_NOTE_UNKNOWN', { id });
  },
};

export const closeTasksNote: Op<NoteId, Note | Refusal> = {
  name: 'tasks.note.close',
  async run(tx, { id }) {
    await tx.lock('tasks_note', id);
    const note = await readTasksNote.run(tx, { id });
    if (isRefusal(note)) return note;
    const decided = decideNote(note.state, { is: 'close' }, tx.now);
    if (isRefusal(decided)) return decided;
    await tx
      .db<Tables>()
      .updateTable('tasks_note')
      .set({ state: decided.state })
      .where('id', '=', id)
      .execute();
    return { ...note, state: decided.state };
  },
};
