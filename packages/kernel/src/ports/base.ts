/** Milliseconds of hub wall clock since 1970, or a span of them. Stored as INTEGER, never as a Date. */
export type Ms = number;

/** Row identity, AUTOINCREMENT or identity: never reused, so that a late report cannot hit a newer row. */
export type Id = number;

/** Slash-separated name whose first part is the app: `print/printer/7`, `print/any`, `task/5`. */
export type Key = string;

/** A place in a log. Another epoch means "not comparable", which is a gap and is said aloud. */
export interface Pos {
  readonly epoch: string;
  readonly seq: number;
}

/** Who is asking. `roles` are names of permission bundles. */
export interface Principal {
  readonly id: string;
  readonly roles: readonly string[];
  readonly anonymous: boolean;
  readonly expires?: Ms;
  /** What people call it; absent where `id` says it all. */
  readonly name?: string;
  /** Which credential let it in (`session/9`, `key/7`), so that taking that one back ends what came by it. */
  readonly via?: string;
  /** The only keys it may act on; absent: any. */
  readonly only?: readonly Key[];
}

/** The hub's time. `now` never runs backwards; `mono` is unaffected by clock changes. */
export interface Clock {
  now(): Ms;
  mono(): Ms;
  /** Calls `fn` once after `wait`; the returned function cancels. All waits share one timer wheel. */
  after(wait: Ms, fn: () => void): () => void;
}

/** A number in [0, 1). */
export type Random = () => number;

/** Structured logging; `fields` carry ids, never payloads or secrets. */
export interface Log {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** A coded "no": nothing has changed. The code is one of an app's error registry or of `kernelErrors`. */
export interface Refusal {
  readonly refuse: string;
  readonly detail?: unknown;
}

export function refuse(code: string, detail?: unknown): Refusal {
  return detail === undefined ? { refuse: code } : { refuse: code, detail };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && typeof (value as Refusal).refuse === 'string';
}

/** A refusal on its way through code that cannot return it; `code` is a registry code. */
export class CodedError extends Error {
  readonly code: string;
  readonly detail: unknown;
  constructor(code: string, detail?: unknown, options?: ErrorOptions) {
    super(detail === undefined ? code : `${code}: ${JSON.stringify(detail)}`, options);
    this.name = 'CodedError';
    this.code = code;
    this.detail = detail;
  }
}
