import * as Type from 'typebox';

/** A text that somebody sends. NUL is refused: SQLite would keep it, PostgreSQL cannot. */
export const Text = (maxLength: number, more: Type.TStringOptions = {}) =>
  Type.String({ maxLength, pattern: String.raw`^[^\u0000]*$`, ...more });

/** One in an address. */
export const Word = Type.Optional(Text(200));

/** The same of what is read otherwise. */
export const isText = (text: string): boolean => !text.includes('\0');
