import { isRefusal, reply, type Call, type Route } from '@posthouse/kernel';
import { NewNote, Note, NoteId } from './contract.ts';
import { closeTasksNote, readTasksNote, writeTasksNote } from './store.ts';

const endpoints = ['main'];

export const tasksRoutes: readonly Route[] = [
  {
    endpoints,
    method: 'POST',
    path: '/api/tasks/notes',
    permission: 'tasks.note.write',
    summary: { zh: '新建记录', en: 'Write a note' },
    schema: { body: NewNote, response: { 201: Note } },
    async handle(call: Call<never, never, NewNote>) {
      const note = await call.write(writeTasksNote, call.body);
      return isRefusal(note) ? note : reply({ status: 201, body: note });
    },
  },
  {
    endpoints,
    method: 'GET',
    path: '/api/tasks/notes/:id',
    permission: 'tasks.note.read',
    summary: { zh: '查看记录', en: 'Read a note' },
    schema: { params: NoteId, response: { 200: Note } },
    handle: (call: Call<NoteId, never, never>) => call.read(readTasksNote, call.params),
  },
  {
    endpoints,
    method: 'POST',
    path: '/api/tasks/notes/:id/close',
    permission: 'tasks.note.write',
    summary: { zh: '关闭记录', en: 'Close a note' },
    schema: { params: NoteId, response: { 200: Note } },
    handle: (call: Call<NoteId, never, never>) => call.write(closeTasksNote, call.params),
  },
];
