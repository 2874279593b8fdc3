import { CodedError } from '../ports/base.ts';

const TROUBLE: ReadonlySet<string> = new Set(['KERNEL_STORE_UNAVAILABLE', 'STORE_QUEUE_FULL']);

/** Whether an error is the store's trouble, which concerns everybody, and not the fault of one op. */
export function isTrouble(error: unknown): error is CodedError {
  return error instanceof CodedError && TROUBLE.has(error.code);
}

/** What a log says of an error. */
export function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : String(error);
}
