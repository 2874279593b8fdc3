import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HubProcess } from '../../test-support/hub-process.ts';
import type { Ordering } from './ordering.ts';

const LOOK = 5;

/** What a restored backup left open and what it lost, as far as anybody can know. */
export interface Setback {
  /** Papers that were on their way when the backup was made, by the printer's id. */
  readonly open: ReadonlyMap<number, number>;
  /** Orders that were confirmed since: the hub may know nothing of them. */
  readonly gone: ReadonlySet<number>;
}

export interface SetbackOptions {
  readonly hub: HubProcess;
  readonly ordering: Ordering;
  readonly folder: string;
  readonly printed: () => number;
  /** How many papers more come out until the hub is killed. */
  readonly papersSince: number;
}

/** A backup is made while everything runs; some papers later the hub is killed, and lives on from that backup. */
export async function setBack({
  hub,
  ordering,
  folder,
  printed,
  papersSince,
}: SetbackOptions): Promise<Setback> {
  const file = join(folder, `after-${hub.kills.length}-kills.db`);
  const known = new Set(ordering.confirmed.keys());
  await hub.command('backup', file);
  const enough = printed() + papersSince;
  const until = Date.now() + papersSince * 1_000;
  while (printed() < enough && Date.now() < until) await sleep(LOOK);
  // Whoever asked and was not answered would ask a hub that has forgotten it: that is another order.
  await ordering.pause();
  const gone = new Set([...ordering.confirmed.keys()].filter((n) => !known.has(n)));
  await hub.kill();
  const said = await hub.command('restore', file);
  await hub.start();
  ordering.resume();
  return { open: openIn(said), gone };
}

function openIn(said: string): ReadonlyMap<number, number> {
  const lines = said.matchAll(/papers {2}print\/printer\/(\d+) {2}(\d+)/g);
  return new Map([...lines].map(([, printer, papers]) => [Number(printer), Number(papers)]));
}
