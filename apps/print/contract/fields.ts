import * as Type from 'typebox';

/** A sum of yuan with two decimals; tables hold integer cents. */
export const Yuan = Type.Number({ minimum: 0, maximum: 1_000_000 });
/** Control characters would reach printers as commands. */
export const LINE = '^[^\\x00-\\x1f\\x7f]*$';
export const Choice = Type.Optional(Type.Union([Type.String({ maxLength: 20, pattern: LINE }), Type.Null()]));
export const Note = Type.Optional(Type.Union([Type.String({ maxLength: 500, pattern: LINE }), Type.Null()]));
export const Time = Type.String({ format: 'date-time' });
export const MaybeTime = Type.Union([Time, Type.Null()]);
export const MaybeString = Type.Union([Type.String(), Type.Null()]);
export const MaybeId = Type.Union([Type.Integer(), Type.Null()]);

/** Path parameter of everything that has a number. */
export const ById = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

/** A page of a list, from 1. */
export const paging = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
};
