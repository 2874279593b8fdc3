import { Compile } from 'typebox/compile';
import type { NativeErrorCode } from './native/errors.ts';
import { clientWords, type ClientMessage, type ClientType } from './native/inbound.ts';

/** Why a message was not understood, and what of it was: enough for an answer that its sender can use. */
export interface Fault {
  readonly code: Extract<NativeErrorCode, 'NATIVE_BAD_JSON' | 'NATIVE_UNKNOWN_TYPE' | 'NATIVE_BAD_MESSAGE'>;
  readonly type?: string;
  readonly id?: string;
  /** The first few faulty fields: JSON pointer and what is wrong. */
  readonly detail?: readonly { readonly field: string; readonly fault: string }[];
}

export type Parsed = { readonly ok: ClientMessage } | { readonly fault: Fault };

const MAX_FAULTS = 5;
const MAX_ECHO = 64;

const validators = Object.fromEntries(
  Object.entries(clientWords).map(([type, schema]) => [type, Compile(schema)]),
) as unknown as Readonly<Record<ClientType, Validator>>;

interface Validator {
  Check(value: unknown): boolean;
  Errors(value: unknown): readonly { readonly instancePath: string; readonly message: string }[];
}

/**
 * Reads one message of a client: text, or a value already parsed. Size and depth are the transport's to bound.
 * For hubs only: compiled schemas are 30 kB that browsers need not load, so this is an entry of its own.
 */
export function parseClientMessage(data: unknown): Parsed {
  const value = typeof data === 'string' ? fromJson(data) : data;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: { code: 'NATIVE_BAD_JSON' } };
  }
  const { type, id } = value as { type?: unknown; id?: unknown };
  const known = { ...echo('type', type), ...echo('id', id) };
  if (typeof type !== 'string' || !Object.hasOwn(clientWords, type)) {
    return { fault: { code: 'NATIVE_UNKNOWN_TYPE', ...known } };
  }
  const validator = validators[type as ClientType];
  if (validator.Check(value)) return { ok: value as ClientMessage };
  const detail = validator
    .Errors(value)
    .slice(0, MAX_FAULTS)
    .map(({ instancePath, message }) => ({ field: instancePath || '/', fault: message }));
  return { fault: { code: 'NATIVE_BAD_MESSAGE', ...known, detail } };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is given back to the sender is bounded too. */
function echo<K extends 'type' | 'id'>(name: K, value: unknown): { readonly [P in K]?: string } {
  return typeof value === 'string' && value.length <= MAX_ECHO
    ? ({ [name]: value } as { readonly [P in K]?: string })
    : {};
}
