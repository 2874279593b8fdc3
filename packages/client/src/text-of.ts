import type { ClientMessage } from '@posthouse/protocol';
import { ClientError } from './client-error.ts';

/** A message as it goes out: stamped and settled when it is said, whenever it leaves. */
export function textOf(message: ClientMessage): string {
  return JSON.stringify({ timestamp: new Date().toISOString(), ...message });
}

/** NATIVE_TOO_LARGE for what takes more bytes than `limit`. Counts only what may. */
export function tooLarge(text: string, limit: number): ClientError | null {
  const fits = text.length * 3 <= limit || new TextEncoder().encode(text).length <= limit;
  return fits ? null : new ClientError('NATIVE_TOO_LARGE', undefined, { limit });
}
