import { reply } from '@posthouse/kernel';

/** Where a value came from, as the lines' clients are told. */
const PLACES: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

/**
 * An error as the lines' contract (§6) words it: `{detail: text}`, and for what does not fit the schema 422 with
 * `{detail: [{loc, msg, type}]}`. For the `errorBody` of every route of that dialect.
 */
export function linesError(code: string, text: string, detail?: unknown): unknown {
  if (code === 'HUB_BAD_JSON') return invalid([{ loc: ['body'], msg: text, type: 'json_invalid' }]);
  if (code !== 'HUB_INVALID_INPUT') return { detail: text };
  const faults = Array.isArray(detail) ? (detail as readonly Fault[]) : [{}];
  return invalid(
    faults.map(({ in: place = 'body', at = '', message = text }) => ({
      loc: [PLACES[place] ?? place, ...at.split('/').slice(1)],
      msg: message,
      type: 'value_error',
    })),
  );
}

/** One item of the detail of HUB_INVALID_INPUT; `at` is a JSON pointer. */
interface Fault {
  readonly in?: string;
  readonly at?: string;
  readonly message?: string;
}

interface LinesFault {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: string;
}

const invalid = (detail: readonly LinesFault[]) => reply({ status: 422, body: { detail } });
