import type { Key } from '@posthouse/kernel';

const PREFIX = 'house/tail/';

/** The rooms' key for one connection. */
export const tailKey = (peer: string): Key => `${PREFIX}${peer}`;

export const isTailKey = (key: Key): boolean => key.startsWith(PREFIX) && key.length > PREFIX.length;

/** The connection that a key names. */
export const peerOfKey = (key: Key): string => key.slice(PREFIX.length);
