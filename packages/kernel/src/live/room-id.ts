import type { Key } from '../ports/base.ts';

/** One name for a room and a key; names hold no space. */
export function roomId(room: string, key: Key): string {
  return `${room} ${key}`;
}
