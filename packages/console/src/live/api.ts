import type { ErrorBody } from '@posthouse/protocol';
import { inject, type InjectionKey } from 'vue';
import { ApiError } from './api-error.ts';
import { uploadFile, type Uploading } from './upload.ts';

export interface ApiOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly language: () => string;
  /** A configured token, where there are no accounts; else the session's cookie speaks. */
  readonly token: () => string | null;
  /** The hub does not know the caller any more. */
  readonly onStranger: () => void;
  /** Words for when no answer came. */
  readonly unreachable: () => string;
}

export interface Sending {
  readonly body?: unknown;
  /** `Idempotency-Key`: the same deed sent twice is done once. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The hub's REST. Every method rejects with an `ApiError` and with nothing else but an abort. */
export interface Api {
  get<T>(path: string, how?: Pick<Sending, 'signal'>): Promise<T>;
  post<T>(path: string, body?: unknown, how?: Omit<Sending, 'body'>): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** A picture or another text: `<img>` could not send a token. What is drawn of a `body` is asked for by POST. */
  text(path: string, how?: Pick<Sending, 'signal' | 'body'>): Promise<string>;
  /** A file, for saving. */
  blob(path: string): Promise<Blob>;
  /** Sends a file as it is; says how far it is. */
  upload<T>(path: string, file: Blob, how: Uploading): Promise<T>;
}

export function createApi(options: ApiOptions): Api {
  async function send(method: Method, path: string, { body, key, signal }: Sending = {}): Promise<Response> {
    const reply = await options
      .fetch(path, {
        method,
        // The cookie goes to our own origin alone; the browser's `Origin` is what the hub checks against forgery.
        credentials: 'same-origin',
        headers: {
          ...whoAndHow(),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      })
      .catch((error: unknown) => unanswered(error, signal));
    return checked(reply);
  }

  function whoAndHow(): Record<string, string> {
    const token = options.token();
    return {
      'accept-language': options.language(),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
  }

  function unanswered(error: unknown, signal?: AbortSignal): never {
    if (signal?.aborted) throw error;
    throw new ApiError('CONSOLE_UNREACHABLE', options.unreachable());
  }

  async function checked(reply: Response): Promise<Response> {
    if (reply.ok) return reply;
    const error = await errorOf(reply);
    if (reply.status === 401) options.onStranger();
    throw error;
  }

  const json = async <T>(method: Method, path: string, how?: Sending): Promise<T> =>
    (await (await send(method, path, how)).json()) as T;

  return {
    get: (path, how) => json('GET', path, how),
    post: (path, body, how) => json('POST', path, { ...how, body }),
    put: (path, body) => json('PUT', path, { body }),
    patch: (path, body) => json('PATCH', path, { body }),
    delete: (path) => json('DELETE', path),
    text: async (path, how) => (await send(how?.body === undefined ? 'GET' : 'POST', path, how)).text(),
    blob: async (path) => (await send('GET', path)).blob(),
    async upload<T>(path: string, file: Blob, how: Uploading) {
      const reply = await uploadFile(path, file, { ...how, headers: whoAndHow() }).catch((error: unknown) =>
        unanswered(error, how.signal),
      );
      return (await (await checked(reply)).json()) as T;
    },
  };
}

async function errorOf(reply: Response): Promise<ApiError> {
  const body = (await reply.json().catch(() => null)) as (Partial<ErrorBody> & DialectError) | null;
  const { code = `HTTP_${reply.status}`, message, remedy, detail } = body?.error ?? inDialect(body);
  return new ApiError(code, message ?? reply.statusText, {
    remedy: remedy ?? null,
    status: reply.status,
    detail,
  });
}

/** What an old dialect answers: its own words, and ours beside them. */
interface DialectError {
  readonly message?: string;
  /** The same in the reader's language. */
  readonly text?: string;
  /** Our code. */
  readonly reason?: string;
}

function inDialect(body: DialectError | null): Partial<ErrorBody['error']> {
  const message = body?.text ?? body?.message;
  return {
    ...(body?.reason !== undefined && { code: body.reason }),
    ...(message !== undefined && { message }),
  };
}

export const API: InjectionKey<Api> = Symbol('api');

export function useApi(): Api {
  return provided(inject(API));
}

/** What main.ts provides is always there; without it a component is used outside the console. */
export function provided<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('used outside the console');
  return value;
}
