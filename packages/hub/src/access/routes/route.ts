import { isRefusal, reply, type Call, type Route } from '@posthouse/kernel';
import type { Actor } from '../ops/audit.ts';

/** Declares a route with the types its schemas promise; its data is what `handle` gives. */
export function route<P = unknown, Q = unknown, B = unknown>(
  declared: Omit<Route, 'handle' | 'endpoints'> & {
    readonly endpoints?: readonly string[];
    handle(call: Call<P, Q, B>): Promise<unknown>;
  },
): Route {
  return { endpoints: ['main'], ...declared };
}

export type AnyCall = Call;

/** Who calls, as the audit log keeps it. */
export function actorOf({ principal, address, agent = '' }: AnyCall): Actor {
  return { id: principal.id, name: principal.name ?? principal.id, roles: principal.roles, address, agent };
}

/** The account that calls; null for tokens, keys, machines and `local`. */
export function ownAccount({ principal }: AnyCall): number | null {
  return numberIn(principal.id, 'user');
}

/** The session it came by. */
export function ownSession({ principal }: AnyCall): number | null {
  return numberIn(principal.via, 'session');
}

function numberIn(subject: string | undefined, kind: string): number | null {
  const [, number] = new RegExp(`^${kind}/(\\d+)$`).exec(subject ?? '') ?? [];
  return number === undefined ? null : Number(number);
}

/** 201 for what was made; a refusal stays one. */
export function made<T>(value: T, shape: (made: Exclude<T, { refuse: string }>) => unknown): unknown {
  return isRefusal(value)
    ? value
    : reply({ status: 201, body: shape(value as Exclude<T, { refuse: string }>) });
}

/** The same with 200. */
export function shown<T>(value: T, shape: (made: Exclude<T, { refuse: string }>) => unknown): unknown {
  return isRefusal(value) ? value : shape(value as Exclude<T, { refuse: string }>);
}

/** Everything on one page: these lists are short. */
export const onePage = <T>(items: readonly T[]) => ({
  items,
  total: items.length,
  page: 1,
  size: items.length,
});
