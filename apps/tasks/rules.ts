import { refuse, type Decide } from '@posthouse/kernel';
import type { Note } from './contract.ts';

export interface CloseNote {
  readonly is: 'close';
}

/** An open note may be closed, once. */
export const decideNote: Decide<Note['state'], CloseNote> = (state) =>
  state === 'closed' ? refuse('TASKS_NOTE_CLOSED') : { state: 'closed', effects: [] };
