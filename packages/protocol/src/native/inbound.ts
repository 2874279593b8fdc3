import type * as Type from 'typebox';
import { Evidence, Hold, Over, Release, Start, Taken } from './mailboxes.ts';
import { Request } from './requests.ts';
import { Publish, Subscribe, Unsubscribe } from './rooms.ts';
import { Hello, Ping } from './session.ts';

/** Every message that a client may send, by its type. */
export const clientWords = {
  hello: Hello,
  ping: Ping,
  subscribe: Subscribe,
  unsubscribe: Unsubscribe,
  publish: Publish,
  hold: Hold,
  release: Release,
  start: Start,
  taken: Taken,
  over: Over,
  evidence: Evidence,
  request: Request,
} as const;

export type ClientType = keyof typeof clientWords;

/** One message by its type: `ClientWord<'hold'>`. */
export type ClientWord<T extends ClientType> = Type.Static<(typeof clientWords)[T]>;

/** What travels from client to hub. */
export type ClientMessage = { [T in ClientType]: ClientWord<T> }[ClientType];
