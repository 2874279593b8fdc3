import { protocolErrors, type ErrorRegistry } from '@posthouse/protocol';

/** A coded no, of the hub or of this client. `message` is in the language of the connection, else English. */
export class ClientError extends Error {
  readonly code: string;
  readonly detail: unknown;
  constructor(code: string, message?: string, detail?: unknown) {
    const registry: ErrorRegistry = protocolErrors;
    super(message ?? registry[code]?.text.en ?? code);
    this.name = 'ClientError';
    this.code = code;
    this.detail = detail;
  }
}

/** Codes after which the same message may well be taken a little later. */
const PASSING: ReadonlySet<string> = new Set([
  'KERNEL_STORE_UNAVAILABLE',
  'KERNEL_TOO_FAST',
  'KERNEL_INTERNAL',
  'KERNEL_DRAINING',
]);

export function isPassing(code: string): boolean {
  return PASSING.has(code);
}
