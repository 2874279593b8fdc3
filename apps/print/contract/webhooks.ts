import * as Type from 'typebox';
import { Time } from './fields.ts';

const EventType = Type.Union([Type.Literal('job'), Type.Literal('printer'), Type.Literal('queue')]);

export const NewWebhook = Type.Object(
  {
    url: Type.String({ minLength: 8, maxLength: 500 }),
    /** Signs every message; shown to nobody afterwards. */
    secret: Type.String({ minLength: 16, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' }),
    /** Absent or empty: all. */
    events: Type.Optional(Type.Array(EventType, { maxItems: 3 })),
  },
  { additionalProperties: false },
);

export const Webhook = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  events: Type.Array(EventType),
  waiting: Type.Integer(),
  delivered: Type.Integer(),
  /** Events it never took within a day, or that came while too many waited. */
  dropped: Type.Integer(),
  created_at: Time,
});

export type NewWebhook = Type.Static<typeof NewWebhook>;
export type Webhook = Type.Static<typeof Webhook>;
