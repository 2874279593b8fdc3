import { isRefusal, reply, type Call, type Reply, type Route } from '@posthouse/kernel';
import type { Locale } from '@posthouse/protocol';
import { printErrors } from '../contract.ts';

/** Declares a route with the types its schemas promise; its data is what `handle` gives. */
export function route<P = unknown, Q = unknown, B = unknown>(
  declared: Omit<Route, 'handle' | 'endpoints'> & { handle(call: Call<P, Q, B>): Promise<unknown> },
): Route {
  return { endpoints: ['main'], ...declared };
}

/** 201 for what was made; a refusal stays one. */
export function made(value: unknown): unknown {
  return isRefusal(value) ? value : reply({ status: 201, body: value });
}

export function text(type: string, body: string): Reply {
  return reply({ headers: { 'content-type': `${type}; charset=utf-8` }, body });
}

export function png(picture: Uint8Array): Reply {
  return reply({ headers: { 'content-type': 'image/png' }, body: picture });
}

/** Stored reasons are codes where they are ours and a client's own words else: codes become sentences here. */
export function worded<T extends { readonly error_message: string | null }>(row: T, locale: Locale): T {
  const code = row.error_message;
  if (code === null || !Object.hasOwn(printErrors, code)) return row;
  return { ...row, error_message: printErrors[code as keyof typeof printErrors].text[locale] };
}
