import { CodedError, type Outcome } from '@posthouse/kernel';

/** What one call gets, as it crosses the thread boundary. */
export type Answer = Success | Failure;

export interface Success {
  readonly value: unknown;
  readonly replayed: boolean;
}

export interface Failure {
  readonly code: string;
  readonly detail?: unknown;
  /** The stack in the thread, for the log. */
  readonly cause: string;
}

/**
 * Primary result codes that speak of the disk or the file and not of the statement: BUSY, LOCKED, NOMEM, READONLY,
 * IOERR, CORRUPT, FULL, CANTOPEN, NOTADB (https://www.sqlite.org/rescode.html).
 */
const OF_THE_DISK: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26]);

export function answerOf({ value, replayed }: Outcome): Success {
  return { value, replayed };
}

/** The answer to a call whose op threw. */
export function failureOf(error: unknown): Failure {
  const cause = textOf(error);
  if (error instanceof CodedError) {
    return { code: error.code, cause, ...(error.detail !== undefined && { detail: error.detail }) };
  }
  return isOfTheDisk(error) ? unavailable(error) : { code: 'KERNEL_INTERNAL', cause };
}

/** The answer to every call of a group whose commit failed. `detail` tells a damaged file from a passing trouble. */
export function unavailable(error: unknown): Failure {
  return {
    code: 'KERNEL_STORE_UNAVAILABLE',
    ...(isDamage(error) && { detail: { reason: 'damaged' } }),
    cause: textOf(error),
  };
}

/** One op that returns what cannot cross to the other thread must not take its whole group's answers with it. */
export function asPlainData(answer: Answer): Answer {
  try {
    return structuredClone(answer);
  } catch (error) {
    return failureOf(error);
  }
}

/** The rejection that a caller sees; `cause` carries the thread's stack. */
export function errorOf({ code, detail, cause }: Failure): CodedError {
  return new CodedError(code, detail, { cause });
}

/** The primary result code of an error of SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}

/** CORRUPT, NOTADB: trying again will not help. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 11 || code === 26;
}

function isOfTheDisk(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && OF_THE_DISK.has(code);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
