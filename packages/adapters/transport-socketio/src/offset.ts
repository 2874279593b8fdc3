import type { Pos } from '@posthouse/kernel';

/**
 * A position as Socket.IO clients carry it: the string that ends an event's arguments and comes back as `offset` in
 * the next CONNECT (Socket.IO 4.6, connection state recovery).
 */
export function formatOffset(pos: Pos): string {
  return `${pos.epoch}:${pos.seq}`;
}

/** null: not one of ours, so there is nothing to resume from. */
export function parseOffset(text: string): Pos | null {
  const colon = text.lastIndexOf(':');
  const digits = text.slice(colon + 1);
  if (colon < 1 || !/^\d{1,15}$/.test(digits)) return null;
  return { epoch: text.slice(0, colon), seq: Number(digits) };
}
