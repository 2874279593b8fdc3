import type { Text } from '@posthouse/protocol';
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

export const tasksErrors = defineErrors({
  TASKS_NOTE_UNKNOWN: {
    status: 404,
    text: { zh: '没有这条记录', en: 'There is no such note' },
  },
  TASKS_NOTE_CLOSED: {
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

export const tasksPermissions: readonly Permitted[] = [
  {
    name: 'tasks.note.read',
    text: { zh: '查看记录', en: 'Read notes' },
    roles: ['operator', 'viewer'],
  },
  {
    name: 'tasks.note.write',
    text: { zh: '新建与关闭记录', en: 'Write and close notes' },
    roles: ['operator'],
  },
];
