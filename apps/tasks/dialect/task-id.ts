const LONGEST_ECHO = 50;

/** A task's id as a client writes it. */
export interface AskedTask {
  /** What to call it in an answer; null: none was given. */
  readonly given: string | null;
  /** null: no task can have it. */
  readonly id: number | null;
}

/**
 * Reads the `task_id` of `join_task` and `leave_task`: a number, or its digits as text, which is the same task
 * (fault 18). Missing, 0, null and empty are none (contract §2).
 */
export function taskIdOf(asked: unknown): AskedTask {
  const text = typeof asked === 'number' ? String(asked) : typeof asked === 'string' ? asked.trim() : '';
  if (text === '' || Number(text) === 0) return { given: null, id: null };
  const isId = /^\d{1,15}$/.test(text);
  return {
    given: isId ? String(Number(text)) : text.slice(0, LONGEST_ECHO).toWellFormed(),
    id: isId ? Number(text) : null,
  };
}
