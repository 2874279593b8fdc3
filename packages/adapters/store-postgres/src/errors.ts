import { CodedError } from '@posthouse/kernel';

/** serialization_failure and deadlock_detected: nothing happened, and trying again may succeed. */
const AGAIN: ReadonlySet<string> = new Set(['40001', '40P01']);

/**
 * Classes 08, 40, 53, 57 and 58 of https://www.postgresql.org/docs/current/errcodes-appendix.html: connection,
 * rollback (still, after all retries), resources, operator, system.
 */
const OF_THE_SERVER = /^(08|40|53|57|58)/;

/** What pg says, with no code, of a connection that is gone or cannot be had. */
const OF_THE_CLIENT =
  /^(Connection terminated|Client has encountered|timeout exceeded when trying to connect)/;

/** The SQLSTATE of an error of the server, or Node's code of one on the way to it. */
function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

/** Also when two calls with one idempotency key met: the next run finds the other's answer. */
export function mayTryAgain(error: unknown): boolean {
  const { constraint } = (error ?? {}) as { constraint?: unknown };
  return AGAIN.has(codeOf(error) ?? '') || constraint === 'idempotency_pkey';
}

/** What the caller sees: the server's trouble, or a bug of the op. */
export function codedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (isOfTheServer(error)) return unavailable(error);
  return new CodedError('KERNEL_INTERNAL', undefined, { cause: error });
}

function isOfTheServer(error: unknown): boolean {
  const code = codeOf(error);
  // Five characters are a SQLSTATE; anything else is Node's name for what the socket met.
  if (code !== undefined) return OF_THE_SERVER.test(code) || !/^[0-9A-Z]{5}$/.test(code);
  return error instanceof Error && OF_THE_CLIENT.test(error.message);
}

/** The server could not be asked, or did not answer: nothing is known about it but that. */
export function unavailable(cause: unknown): CodedError {
  return new CodedError('KERNEL_STORE_UNAVAILABLE', undefined, { cause });
}
