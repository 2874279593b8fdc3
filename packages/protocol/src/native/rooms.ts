import * as Type from 'typebox';
import { clientRoomWord, hubRoomWord, Position } from './envelope.ts';

const Nothing = Type.Optional(Type.Object({}));

/** With `since`, what a log kept after that place comes first. */
export const Subscribe = clientRoomWord(
  'subscribe',
  Type.Optional(Type.Object({ since: Type.Optional(Position) })),
);
export const Unsubscribe = clientRoomWord('unsubscribe', Nothing);

/** `data` is the message itself. Only rooms whose app allows it take publications of clients. */
export const Publish = clientRoomWord('publish', Type.Unknown());

/**
 * Comes before everything else of the room: then a gap or a snapshot where there is one, then messages. `pos` is the
 * place after which messages follow; `recovered` says that this is the `since` that was asked for.
 */
export const Subscribed = hubRoomWord(
  'subscribed',
  Type.Object({ recovered: Type.Boolean(), pos: Type.Optional(Position) }),
);

/** A state room as it is now: one whole value per id. Replaces what was known. */
export const Snapshot = hubRoomWord('snapshot', Type.Object({ values: Type.Array(Type.Unknown()) }));

/** One publication; `data` is what its author said. */
export const Message = hubRoomWord('message', Type.Unknown());

/** Messages after `from` and up to `to` cannot be had again. */
export const Gap = hubRoomWord(
  'gap',
  Type.Object({
    from: Position,
    to: Position,
    /** `epoch`: it is another log now, and places in it cannot be compared. `expired`: no longer kept. */
    reason: Type.Union([Type.Literal('epoch'), Type.Literal('expired')]),
  }),
);
