import type * as Type from 'typebox';
import { Conflict, Go, Held, ItemOffer, Lost, Recorded, Revoke, Skipped } from './mailboxes.ts';
import { Response } from './requests.ts';
import { Gap, Message, Snapshot, Subscribed } from './rooms.ts';
import { Fault, Pong, Reconnect, Welcome } from './session.ts';

/** Every message that the hub may send, by its type. */
export const hubWords = {
  welcome: Welcome,
  pong: Pong,
  reconnect: Reconnect,
  error: Fault,
  subscribed: Subscribed,
  snapshot: Snapshot,
  message: Message,
  gap: Gap,
  held: Held,
  conflict: Conflict,
  lost: Lost,
  item: ItemOffer,
  go: Go,
  revoke: Revoke,
  recorded: Recorded,
  skipped: Skipped,
  response: Response,
} as const;

export type HubType = keyof typeof hubWords;

/** One message by its type: `HubWord<'item'>`. */
export type HubWord<T extends HubType> = Type.Static<(typeof hubWords)[T]>;

/** What travels from hub to client. */
export type HubMessage = { [T in HubType]: HubWord<T> }[HubType];
