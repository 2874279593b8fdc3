import type { Locale, Text } from '@posthouse/protocol';

/** Where a command writes: plain text, coloured only for a person. */
export interface Terminal {
  readonly locale: Locale;
  /** A line on stdout. */
  readonly out: (line: string) => void;
  /** A line on stderr. */
  readonly err: (line: string) => void;
  readonly paint: Paint;
}

type Colour = 'red' | 'yellow' | 'green' | 'grey' | 'bold';
type Paint = (colour: Colour, text: string) => string;

const CODES: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32, grey: 90, bold: 1 };

/** The command line's language: what was configured, then LC_ALL, LC_MESSAGES and LANG (an empty one is none), then English. */
export function terminalLocale(
  configured: Locale | '',
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  if (configured !== '') return configured;
  const named = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (name) => name !== undefined && name !== '',
  );
  return /^zh/i.test(named ?? '') ? 'zh' : 'en';
}

export function createTerminal(locale: Locale, env: Readonly<Record<string, string | undefined>>): Terminal {
  const coloured = process.stdout.isTTY && env['NO_COLOR'] === undefined;
  return {
    locale,
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    paint: (colour, text) => (coloured ? `\u001B[${CODES[colour]}m${text}\u001B[0m` : text),
  };
}

/** A text in the terminal's language. */
export function say({ locale }: Pick<Terminal, 'locale'>, text: Text): string {
  return text[locale];
}
