import { isRefusal, refuse, type Refusal } from '@posthouse/kernel';
import type { ClientWord } from '@posthouse/protocol';
import type { Context } from './context.ts';
import { mayPeer, permissionFor } from './rights.ts';

/** The room itself says `subscribed` and what follows, through the codec. */
export async function subscribe(
  { peer, kernel, catalog }: Context,
  { room: { name, key }, data }: ClientWord<'subscribe'>,
): Promise<Refusal | undefined> {
  const room = catalog.rooms.get(name);
  if (!room) return refuse('NATIVE_NO_ROOM');
  const joined = await kernel.rooms.join(peer, room, key, data?.since);
  return isRefusal(joined) ? joined : undefined;
}

/** Leaving a room that one is not in is no error: the wish is fulfilled. */
export function unsubscribe(
  { peer, kernel }: Context,
  { room: { name, key } }: ClientWord<'unsubscribe'>,
): undefined {
  kernel.rooms.leave(peer, name, key);
}

/** Durable logs take no publications of peers: their messages are born in an op, beside the state they tell of. */
export async function publish(
  { peer, kernel, catalog }: Context,
  { room: { name, key }, data }: ClientWord<'publish'>,
): Promise<Refusal | undefined> {
  const room = catalog.rooms.get(name);
  if (!room) return refuse('NATIVE_NO_ROOM');
  const may = await mayPeer(kernel.auth, catalog, peer.principal, 'publish', name, key);
  if (may === 'undeclared' || (room.kind === 'log' && room.keep.durable)) {
    return refuse('NATIVE_NOT_PUBLISHABLE');
  }
  if (may === 'no') return refuse('NATIVE_FORBIDDEN', { permission: permissionFor('publish', name) });
  kernel.rooms.publish(room, key, data);
  return undefined;
}
