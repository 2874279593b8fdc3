import * as Type from 'typebox';
import { clientWord, hubWord, Key, Name, RoomRef } from './envelope.ts';

/** Nothing to say beside the type. */
const Nothing = Type.Optional(Type.Object({}));

/** The first message of a client, within 10 s of the connection. */
export const Hello = clientWord(
  'hello',
  Type.Object({
    /** Name and version of the software: `posthouse-client/0.1.0`. */
    client: Type.String({ minLength: 1, maxLength: 100 }),
    version: Type.Integer({ minimum: 1 }),
    token: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  }),
);

/** The hub has let the client in. */
export const Welcome = hubWord(
  'welcome',
  Type.Object({
    session: Type.String(),
    /** The hub's time, milliseconds since 1970. Agents count expiries by it. */
    now: Type.Integer(),
    /** Of the hub's store: another one means that a backup was restored. */
    epoch: Type.String(),
    limits: Type.Object({
      /** Bytes of the largest message that a client may send. */
      message: Type.Integer(),
      /** Rooms that one connection may be in. */
      subscriptions: Type.Integer(),
      /** Mailboxes that one connection may hold. */
      holds: Type.Integer(),
      /** Messages a second that one connection may send, twice as many at once. */
      rate: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
  }),
);

export const Ping = clientWord('ping', Nothing);
export const Pong = hubWord('pong', Type.Object({}));

/** The hub is about to go: come back after so many milliseconds. */
export const Reconnect = hubWord('reconnect', Type.Object({ after: Type.Integer({ minimum: 0 }) }));

/** A coded no. The connection stays open unless a close frame follows. */
export const Fault = hubWord(
  'error',
  Type.Object({
    code: Type.String(),
    /** In the language of the handshake's Accept-Language. */
    message: Type.String(),
    /** The message that it answers, as far as it could be read. */
    about: Type.Optional(
      Type.Object({
        type: Type.Optional(Type.String()),
        item: Type.Optional(Type.String()),
        room: Type.Optional(RoomRef),
        mailbox: Type.Optional(Type.Object({ box: Name, key: Key })),
        detail: Type.Optional(Type.Unknown()),
      }),
    ),
  }),
);
