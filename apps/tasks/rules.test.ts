import { describe, expect, it } from 'vitest';
import { decideNote } from './rules.ts';

describe('notes', () => {
  it('are closed once', () => {
    expect(decideNote('open', { is: 'close' }, 0)).toEqual({ state: 'closed', effects: [] });
    expect(decideNote('closed', { is: 'close' }, 0)).toEqual({ refuse: 'TASKS_NOTE_CLOSED' });
  });
});
