import { setTimeout as sleep } from 'node:timers/promises';
import { PrintClient } from './print-client.ts';

/** One paper as it came out at a client. */
export interface Printed {
  readonly client: string;
  /** (epoch, job, copy, attempt). */
  readonly paper: string;
  readonly job: number;
  readonly attempt: number;
}

/** A client that notes what it prints; `delay` gives the milliseconds until it reports, or null: it never does. */
export function notingClient(name: string, url: string, delay: () => number | null) {
  const printed: Printed[] = [];
  const client = new PrintClient(name, url, ({ job_id: job, epoch, copy, attempt }) => {
    printed.push({ client: name, paper: [epoch, job, copy, attempt].join('/'), job, attempt });
    const wait = delay();
    return wait === null ? new Promise(() => {}) : sleep(wait);
  });
  return { printed, close: () => client.close() };
}
