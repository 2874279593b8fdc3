/** The name of a new app as files, types and codes write it. */
export interface Names {
  readonly name: string;
  readonly Name: string;
  readonly NAME: string;
}

export function contractFile({ name, NAME }: Names): string {
  return `import type { Text } from '@posthouse/protocol';
import { defineErrors } from '@posthouse/protocol';
import * as Type from 'typebox';

export const NewNote = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
);
export type NewNote = Type.Static<typeof NewNote>;

export const NoteId = Type.Object({ id: Type.Integer({ minimum: 1 }) });
export type NoteId = Type.Static<typeof NoteId>;

export const Note = Type.Object({
  id: Type.Integer(),
  text: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
});
export type Note = Type.Static<typeof Note>;

export const ${name}Errors = defineErrors({
  ${NAME}_NOTE_UNKNOWN: {
    status: 404,
    text: { zh: '没有这条记录', en: 'There is no such note' },
  },
  ${NAME}_NOTE_CLOSED: {
    status: 409,
    text: { zh: '记录已关闭', en: 'The note is closed' },
    remedy: { zh: '新建一条', en: 'Write a new one' },
  },
});

interface Permitted {
  readonly name: string;
  readonly text: Text;
  readonly roles: readonly string[];
}

export const ${name}Permissions: readonly Permitted[] = [
  {
    name: '${name}.note.read',
    text: { zh: '查看记录', en: 'Read notes' },
    roles: ['operator', 'viewer'],
  },
  {
    name: '${name}.note.write',
    text: { zh: '新建与关闭记录', en: 'Write and close notes' },
    roles: ['operator'],
  },
];
`;
}

export function rulesFile({ NAME }: Names): string {
  return `import { refuse, type Decide } from '@posthouse/kernel';
import type { Note } from './contract.ts';

export interface CloseNote {
  readonly is: 'close';
}

/** An open note may be closed, once. */
export const decideNote: Decide<Note['state'], CloseNote> = (state) =>
  state === 'closed' ? refuse('${NAME}_NOTE_CLOSED') : { state: 'closed', effects: [] };
`;
}

export function rulesTestFile({ NAME }: Names): string {
  return `import { describe, expect, it } from 'vitest';
import { decideNote } from './rules.ts';

describe('notes', () => {
  it('are closed once', () => {
    expect(decideNote('open', { is: 'close' }, 0)).toEqual({ state: 'closed', effects: [] });
    expect(decideNote('closed', { is: 'close' }, 0)).toEqual({ refuse: '${NAME}_NOTE_CLOSED' });
  });
});
`;
}

export function storeFile({ name, Name, NAME }: Names): string {
  return `import { identity, isRefusal, refuse, type Migration, type Op, type Refusal } from '@posthouse/kernel';
import { sql, type Generated } from 'kysely';
import type { NewNote, Note, NoteId } from './contract.ts';
import { decideNote } from './rules.ts';

interface Tables {
  ${name}_note: { id: Generated<number>; text: string; state: Note['state']; created_at: number };
}

export const ${name}Migrations: readonly Migration[] = [
  {
    name: '1-notes',
    async up(db, dialect) {
      await sql\`create table ${name}_note (id \${identity(dialect)},
        text text not null, state text not null, created_at bigint not null)\`.execute(db);
    },
  },
];

export const write${Name}Note: Op<NewNote, Note> = {
  name: '${name}.note.write',
  run: (tx, { text }) =>
    tx
      .db<Tables>()
      .insertInto('${name}_note')
      .values({ text, state: 'open', created_at: tx.now })
      .returning(['id', 'text', 'state'])
      .executeTakeFirstOrThrow(),
};

export const read${Name}Note: Op<NoteId, Note | Refusal> = {
  name: '${name}.note.read',
  async run(tx, { id }) {
    const note = await tx
      .db<Tables>()
      .selectFrom('${name}_note')
      .select(['id', 'text', 'state'])
      .where('id', '=', id)
      .executeTakeFirst();
    return note ?? refuse('${NAME}_NOTE_UNKNOWN', { id });
  },
};

export const close${Name}Note: Op<NoteId, Note | Refusal> = {
  name: '${name}.note.close',
  async run(tx, { id }) {
    await tx.lock('${name}_note', id);
    const note = await read${Name}Note.run(tx, { id });
    if (isRefusal(note)) return note;
    const decided = decideNote(note.state, { is: 'close' }, tx.now);
    if (isRefusal(decided)) return decided;
    await tx
      .db<Tables>()
      .updateTable('${name}_note')
      .set({ state: decided.state })
      .where('id', '=', id)
      .execute();
    return { ...note, state: decided.state };
  },
};
`;
}

export function httpFile({ name, Name }: Names): string {
  return `import { isRefusal, reply, type Call, type Route } from '@posthouse/kernel';
import { NewNote, Note, NoteId } from './contract.ts';
import { close${Name}Note, read${Name}Note, write${Name}Note } from './store.ts';

const endpoints = ['main'];

export const ${name}Routes: readonly Route[] = [
  {
    endpoints,
    method: 'POST',
    path: '/api/${name}/notes',
    permission: '${name}.note.write',
    summary: { zh: '新建记录', en: 'Write a note' },
    schema: { body: NewNote, response: { 201: Note } },
    async handle(call: Call<never, never, NewNote>) {
      const note = await call.write(write${Name}Note, call.body);
      return isRefusal(note) ? note : reply({ status: 201, body: note });
    },
  },
  {
    endpoints,
    method: 'GET',
    path: '/api/${name}/notes/:id',
    permission: '${name}.note.read',
    summary: { zh: '查看记录', en: 'Read a note' },
    schema: { params: NoteId, response: { 200: Note } },
    handle: (call: Call<NoteId, never, never>) => call.read(read${Name}Note, call.params),
  },
  {
    endpoints,
    method: 'POST',
    path: '/api/${name}/notes/:id/close',
    permission: '${name}.note.write',
    summary: { zh: '关闭记录', en: 'Close a note' },
    schema: { params: NoteId, response: { 200: Note } },
    handle: (call: Call<NoteId, never, never>) => call.write(close${Name}Note, call.params),
  },
];
`;
}

export function appFile({ name, Name, NAME }: Names): string {
  return `import { defineApp, refuse, type AnyOp } from '@posthouse/kernel';
import type { ${Name}Config } from './config.ts';
import { ${name}Errors, ${name}Permissions } from './contract.ts';
import { ${name}Routes } from './http.ts';
import { close${Name}Note, ${name}Migrations, read${Name}Note, write${Name}Note } from './store.ts';

export { ${name}Options, type ${Name}Config } from './config.ts';

const DAY = 86_400_000;

/** What this app is for, in one sentence. */
export const ${name} = defineApp(({ keepDays }: ${Name}Config) => ({
  name: '${name}',
  migrations: ${name}Migrations,
  routes: ${name}Routes,
  errors: ${name}Errors,
  permissions: ${name}Permissions,
  retention: [
    {
      table: '${name}_note',
      what: { zh: '已关闭的记录', en: 'closed notes' },
      keep: keepDays * DAY,
      async prune(tx, before, limit) {
        const db = tx.db<{ ${name}_note: { id: number; state: string; created_at: number } }>();
        const old = db
          .selectFrom('${name}_note')
          .select('id')
          .where('state', '=', 'closed')
          .where('created_at', '<', before)
          .limit(limit);
        const { numDeletedRows } = await db
          .deleteFrom('${name}_note')
          .where('id', 'in', old)
          .executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      },
    },
  ],
  ops: [write${Name}Note, read${Name}Note, close${Name}Note] as AnyOp[],
  boxes: [],
  rooms: [],
  endpoints: [],
  periodic: [],
  deadline: async () => {},
  accept: async () => refuse('${NAME}_NOTE_UNKNOWN'),
  start: async () => async () => {},
}));
`;
}

export function configFile({ name, Name, NAME }: Names): string {
  return `import { kind, type Option } from '@posthouse/kernel';

/** The app's slice of the configuration: plain data, the same in every thread. */
export interface ${Name}Config {
  readonly keepDays: number;
}

export const ${name}Options: readonly Option<number>[] = [
  {
    path: '${name}.keepDays',
    env: 'POSTHOUSE_${NAME}_KEEP_DAYS',
    summary: { zh: '已关闭的记录保留多少天', en: 'Days that closed notes are kept' },
    fallback: 30,
    parse: kind.whole(1, 3_650),
  },
];
`;
}
