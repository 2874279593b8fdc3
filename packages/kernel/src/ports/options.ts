import type { Text } from '@posthouse/protocol';

/** One setting: from it come the environment variable, the flag, the help, the check and the type. */
export interface Option<T> {
  /** Dotted path in the file and in the value: `print.port`. */
  readonly path: string;
  /** `POSTHOUSE_PRINT_PORT`. */
  readonly env: string;
  /** An older variable that is heeded too; `env` wins over it. */
  readonly alias?: string;
  /** `--print-port`; absent: not settable on the command line. */
  readonly flag?: string;
  readonly summary: Text;
  readonly fallback: T;
  /** Never shown by `posthouse config --print` or in a log. */
  readonly secret?: boolean;
  /** Parses text of a variable or flag, or checks a file's value. A string result is the fault, in both languages. */
  parse(raw: unknown): { readonly ok: T } | { readonly fault: Text };
}
