import { type Call, type Route } from '@posthouse/kernel';
import type { Locale } from '@posthouse/protocol';
import { bridgeErrors, type Job } from '../contract.ts';

/** Declares a route of ours on the main port, with the types its schemas promise. */
export function route<P = unknown, Q = unknown, B = unknown>(
  declared: Omit<Route, 'handle' | 'endpoints'> & { handle(call: Call<P, Q, B>): Promise<unknown> },
): Route {
  return { endpoints: ['main'], ...declared };
}

/** A stored reason is a code where it is ours and the station's own words else: codes become sentences here. */
export function worded(job: Job, locale: Locale): Job {
  const code = job.message;
  if (code === null || !Object.hasOwn(bridgeErrors, code)) return job;
  return { ...job, message: bridgeErrors[code as keyof typeof bridgeErrors].text[locale] };
}
