import type { Call, Route } from '@posthouse/kernel';

/** Declares a route of the main port with the types its schemas promise. */
export function route<P = unknown, Q = unknown, B = unknown>(
  declared: Omit<Route, 'handle' | 'endpoints'> & { handle(call: Call<P, Q, B>): Promise<unknown> },
): Route {
  return { endpoints: ['main'], ...declared };
}
