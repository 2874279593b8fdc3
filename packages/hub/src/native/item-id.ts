import type { Id } from '@posthouse/kernel';

/** An item on the wire: the store's epoch keeps the ids of a restored backup apart from those given out before. */
export function toWire(epoch: string, item: Id): string {
  return `${epoch}.${item}`;
}

/** null: an item of another epoch, or no item at all. */
export function fromWire(epoch: string, wire: string): Id | null {
  const [, digits] = wire.startsWith(`${epoch}.`)
    ? (/^(\d{1,15})$/.exec(wire.slice(epoch.length + 1)) ?? [])
    : [];
  return digits === undefined ? null : Number(digits);
}
