import { createHash } from 'node:crypto';
import { CodedError, type Call, type Once, type Op, type Principal, type Store } from '@posthouse/kernel';

/** What identifies one request for replay. */
export interface Attempt {
  readonly key: string | undefined;
  readonly principal: Principal;
  readonly method: string;
  /** The route's pattern: `/api/print/orders/:id/confirm`. */
  readonly route: string;
  readonly url: string;
  readonly body: unknown;
}

/** The scope, key and fingerprint of a request with an Idempotency-Key. Throws HUB_KEY_INVALID. */
export function onceOf({ key, principal, method, route, url, body }: Attempt): Once | null {
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw new CodedError('HUB_KEY_INVALID');
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('base64url');
  return { scope: `http ${principal.id} ${method} ${route}`, key, fingerprint };
}

export interface CallWrite {
  readonly write: Call['write'];
  /** Whether the answer was the stored one. */
  replayed(): boolean;
}

/**
 * The single write of one request. With a key it runs once: a repetition gets the stored value, from which the
 * route makes the same reply again.
 */
export function createCallWrite(store: Store, once: Once | null): CallWrite {
  let written = false;
  let replayed = false;
  return {
    replayed: () => replayed,
    async write<A, R>(op: Op<A, R>, args: A): Promise<R> {
      // A second write could not be told from the first one when the request is repeated.
      if (written)
        throw new CodedError('KERNEL_INTERNAL', { op: op.name, cause: 'a second write in one call' });
      written = true;
      if (!once) return store.write(op, args);
      const answer = await store.once(op, args, once);
      replayed = answer.replayed;
      return answer.value;
    },
  };
}
