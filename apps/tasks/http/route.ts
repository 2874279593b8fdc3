import type { Call, Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { dialectErrors } from './envelope.ts';

/** An id in a path. What is no whole number names nothing: 404 (contract §1). */
export const PathId = Type.String({ pattern: '^[0-9]{1,15}$' });
export const ById = Type.Object({ id: PathId });
export type ById = Type.Static<typeof ById>;

/** Declares a route of this dialect with the types its schemas promise. `prefix` goes before our own failures. */
export function route<P = unknown, Q = unknown, B = unknown>({
  prefix,
  ...declared
}: Omit<Route, 'handle' | 'endpoints' | 'errorBody'> & {
  readonly prefix?: string;
  handle(call: Call<P, Q, B>): Promise<unknown>;
}): Route {
  return { endpoints: ['main'], errorBody: dialectErrors(prefix), ...declared };
}
