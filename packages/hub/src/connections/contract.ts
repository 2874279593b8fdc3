import * as Type from 'typebox';

export const SORTS = ['since', 'queued', 'rtt', 'rate'] as const;

export const ConnectionQuery = Type.Object({
  endpoint: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  /** Finds ids, names, roles, addresses and mailboxes that contain it. */
  q: Type.Optional(Type.String({ maxLength: 100 })),
  /** `since` (the default): the newest first; else the largest first. */
  sort: Type.Optional(Type.Enum([...SORTS])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});

const MaybeNumber = Type.Union([Type.Number(), Type.Null()]);

export const Connection = Type.Object({
  id: Type.String(),
  endpoint: Type.String(),
  transport: Type.String(),
  address: Type.String(),
  who: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  roles: Type.Array(Type.String()),
  anonymous: Type.Boolean(),
  since: Type.String({ format: 'date-time' }),
  state: Type.String(),
  rtt: MaybeNumber,
  queued: Type.Integer(),
  received: Type.Integer(),
  sent: Type.Integer(),
  received_rate: MaybeNumber,
  sent_rate: MaybeNumber,
  rooms: Type.Integer(),
  holds: Type.Array(Type.String()),
});

export const ConnectionPage = Type.Object({
  items: Type.Array(Connection),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

/** Peers' ids are no numbers. */
export const ByPeer = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });

export const Kick = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 60, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })) },
  { additionalProperties: false },
);

export const Kicked = Type.Object({ id: Type.String(), endpoint: Type.String(), who: Type.String() });

export type ConnectionQuery = Type.Static<typeof ConnectionQuery>;
export type Kick = Type.Static<typeof Kick>;
