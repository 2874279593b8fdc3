import * as Type from 'typebox';

/**
 * Text that the hub may keep in a column: no control characters (Unicode's Cc). PostgreSQL stores no NUL in text, and
 * terminals obey the rest.
 */
export function label(maxLength: number) {
  return Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' });
}

/** Name of a room, a mailbox or a method. */
export const Name = label(64);

/** Slash-separated, the app first: `print/printer/7`. */
export const Key = label(200);

/** A room on the wire: two fields, never joined into one string. */
export const RoomRef = Type.Object({ name: Name, key: Key });
export type RoomRef = Type.Static<typeof RoomRef>;

/** A place in a log. Positions of different epochs cannot be compared. */
export const Position = Type.Object({
  epoch: Type.String({ minLength: 1, maxLength: 64 }),
  seq: Type.Integer({ minimum: 0 }),
});
export type Position = Type.Static<typeof Position>;

/** An item's name on the wire, opaque to peers; it holds the hub's epoch, so that a restored backup reuses none. */
export const ItemId = Type.String({ minLength: 1, maxLength: 96 });

/** Chosen by the client; the hub repeats it in its direct answer, errors included. */
export const CorrelationId = Type.String({ minLength: 1, maxLength: 64 });

/** ISO 8601 with zone. */
const Timestamp = Type.String({ minLength: 20, maxLength: 40 });

/** A message of a client. `timestamp` may be missing: not every device has a clock. */
export function clientWord<const T extends string, D extends Type.TSchema>(type: T, data: D) {
  return Type.Object({
    type: Type.Literal(type),
    timestamp: Type.Optional(Timestamp),
    id: Type.Optional(CorrelationId),
    data,
  });
}

/** A message of a client about a room. */
export function clientRoomWord<const T extends string, D extends Type.TSchema>(type: T, data: D) {
  return Type.Object({
    type: Type.Literal(type),
    timestamp: Type.Optional(Timestamp),
    id: Type.Optional(CorrelationId),
    room: RoomRef,
    data,
  });
}

/** A message of the hub. */
export function hubWord<const T extends string, D extends Type.TSchema>(type: T, data: D) {
  return Type.Object({
    type: Type.Literal(type),
    timestamp: Timestamp,
    id: Type.Optional(CorrelationId),
    data,
  });
}

/** A message of the hub about a room. `epoch` and `seq`, always together, are the place of a log's message. */
export function hubRoomWord<const T extends string, D extends Type.TSchema>(type: T, data: D) {
  return Type.Object({
    type: Type.Literal(type),
    timestamp: Timestamp,
    id: Type.Optional(CorrelationId),
    room: RoomRef,
    epoch: Type.Optional(Position.properties.epoch),
    seq: Type.Optional(Position.properties.seq),
    data,
  });
}
