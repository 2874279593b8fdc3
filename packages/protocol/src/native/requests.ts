import * as Type from 'typebox';
import { clientWord, CorrelationId, hubWord, Name } from './envelope.ts';

/** Calls a method of the hub. The envelope's `id` is demanded here: the response carries it. */
export const Request = Type.Object({
  ...clientWord('request', Type.Object({ method: Name, params: Type.Optional(Type.Unknown()) })).properties,
  id: CorrelationId,
});

/** Exactly one of `result` and `error`. */
export const Response = hubWord(
  'response',
  Type.Union([
    Type.Object({ result: Type.Unknown() }),
    Type.Object({
      error: Type.Object({
        code: Type.String(),
        message: Type.String(),
        detail: Type.Optional(Type.Unknown()),
      }),
    }),
  ]),
);
