import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubProcess } from '../../test-support/hub-process.ts';
import { Appender } from './appender.ts';
import { Crowd } from './crowd.ts';
import { cpuSeconds, watchProcess, type Peaks } from './figures.ts';

export interface StormOptions {
  readonly seed: number;
  readonly peers: number;
  readonly kills: number;
  /** Milliseconds between two messages of the durable log. */
  readonly every: number;
  /** Bound of a peer's wait before it tries again, in milliseconds; the SDK's is 30,000. */
  readonly cap: number;
  readonly say?: (line: string) => void;
}

/** One kill and what followed; times in seconds since the kill. */
export interface Comeback {
  readonly hubReady: number;
  /** All connections are back, in both rooms, and have heard all that was durable when the hub was ready. */
  readonly allResumed: number;
  /** Half of them were. */
  readonly halfReady: number;
  readonly triesPerPeer: number;
  readonly hub: Peaks;
  readonly crowdCpuSeconds: number;
}

export interface StormResult {
  readonly seed: number;
  readonly peers: number;
  readonly firstConnected: number;
  readonly comebacks: readonly Comeback[];
  /** Messages of the durable log, each of which every peer heard once. */
  readonly messages: number;
  readonly gaps: number;
  readonly faults: readonly string[];
}

export const WITH_SOAK_APP = {
  NODE_OPTIONS: `--import=${new URL('./add-soak-app.ts', import.meta.url).href}`,
};

const PATIENCE = 180_000;

/** A crowd holds its connections, the hub is killed and started again over its data, and the crowd comes back. */
export async function runStorm(options: StormOptions): Promise<StormResult> {
  const { seed, peers, every, kills, cap, say = () => {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-storm-'));
  const hub = await HubProcess.start(folder, WITH_SOAK_APP);
  const crowd = new Crowd();
  let appender: Appender | null = null;
  try {
    let began = performance.now();
    const seconds = () => Math.round(performance.now() - began) / 1_000;
    crowd.order({
      do: 'come',
      port: Number(new URL(hub.url).port),
      peers,
      seed,
      within: peers,
      backoff: { base: 500, cap },
    });
    await crowd.until(({ ready }) => ready === peers, PATIENCE);
    const firstConnected = seconds();
    say(`${peers} peers connected and in both rooms after ${firstConnected} s`);
    appender = new Appender(hub.url, every);
    const comebacks: Comeback[] = [];
    const heardSince = async (more: number) => {
      const goal = crowd.report.heard + more;
      await crowd.until(({ heard }) => heard >= goal, PATIENCE);
    };
    for (let kill = 1; kill <= kills; kill++) {
      crowd.order({ do: 'publish', data: `before kill ${kill}` });
      await heardSince(5);
      const before = { tries: crowd.report.tries, cpu: cpuSeconds(crowd.pid), gaps: crowd.report.gaps };
      began = performance.now();
      await hub.kill();
      await hub.start();
      const hubReady = seconds();
      const watch = watchProcess(hub.pid);
      const durable = appender.confirmed;
      const back = before.gaps + peers;
      await crowd.until(({ ready }) => ready >= peers / 2, PATIENCE);
      const halfReady = seconds();
      await crowd.until(
        ({ ready, heard, gaps }) => ready === peers && heard >= durable && gaps >= back,
        PATIENCE,
      );
      const allResumed = seconds();
      await heardSince(5);
      comebacks.push({
        hubReady,
        halfReady,
        allResumed,
        triesPerPeer: Math.round(((crowd.report.tries - before.tries) / peers) * 100) / 100,
        hub: watch.stop(),
        crowdCpuSeconds: Math.round((cpuSeconds(crowd.pid) - before.cpu) * 10) / 10,
      });
      say(`kill ${kill}: ready after ${hubReady} s, all resumed after ${allResumed} s`);
    }
    await appender.stop();
    const messages = appender.confirmed;
    await crowd.until(({ heard }) => heard >= messages, PATIENCE);
    const { gaps, faults } = crowd.report;
    return { seed, peers, firstConnected, comebacks, messages, gaps, faults };
  } finally {
    crowd.stop();
    void appender?.stop();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
