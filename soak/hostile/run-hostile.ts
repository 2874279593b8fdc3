import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubProcess } from '../../test-support/hub-process.ts';
import { residentBytes, watchProcess } from '../storm/figures.ts';
import { WITH_SOAK_APP } from '../storm/run-storm.ts';
import { Attackers } from './attackers.ts';
import { prefer } from './cores.ts';
import { grown, readCounters } from './counters.ts';
import { GoodPeers, type Latencies } from './good-peers.ts';
import type { Ends } from './hostile-process.ts';
import { kinds } from './kinds.ts';
import { openSink, type Sink } from './sink.ts';

export interface HostileOptions {
  readonly seed: number;
  /** Attacks, one after the other; the kinds of one round attack together. */
  readonly rounds: readonly (readonly string[])[];
  /** Milliseconds for which latencies are measured, alone and beside each attack. */
  readonly span: number;
  /** Share of the hostile peers of a full soak. */
  readonly scale: number;
  /** Time the good peers beside the same attackers on somebody else, too, and keep these off the hub's core. */
  readonly compare: boolean;
  /** Milliseconds that a round may take until its peers were ended or limited with all of its codes. */
  readonly patience: number;
  readonly say?: (line: string) => void;
}

/** One attack; latencies in milliseconds, memory in bytes. */
export interface Round {
  readonly kinds: readonly string[];
  readonly alone: Latencies;
  /** While the same attackers have somebody else: what this machine does to the good peers, not the hub. */
  readonly control: Latencies | null;
  readonly beside: Latencies;
  /** Peak resident memory of the hub beyond what it was before the first attack. */
  readonly growth: number;
  /** Refusals and cuts that the hub counted. */
  readonly counted: Readonly<Record<string, number>>;
  readonly ends: Ends;
}

export interface HostileResult {
  readonly rounds: readonly Round[];
  /** Messages that the good native peer got, in order. */
  readonly heard: number;
  readonly faults: readonly string[];
}

const LOOK_EVERY = 500;
/** A good peer's message may be late, not lost. */
const LATEST = 30_000;

/** Good peers are timed alone and beside hostile ones, which must all be ended or limited with their codes. */
export async function runHostile(options: HostileOptions): Promise<HostileResult> {
  const { say = () => {}, span } = options;
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-hostile-'));
  const hub = await HubProcess.start(folder, WITH_SOAK_APP);
  for (const pid of [hub.pid, process.pid]) prefer(pid);
  const attackers = new Attackers();
  const sink = options.compare ? await openSink() : null;
  if (options.compare && !attackers.banish()) say('the attackers share all cores with the others');
  const good = new GoodPeers(hub.url, hub.printUrl);
  const rounds: Round[] = [];
  const faults: string[] = [];
  try {
    // Code gets warm and the heap gets its size before anything is compared.
    await sleep(span);
    const before = residentBytes(hub.pid);
    for (const names of options.rounds) {
      const round = await runRound(names, options, { hub, attackers, sink, good, before });
      rounds.push(round.round);
      faults.push(...round.faults);
      say(`${names.join('+')}: ${JSON.stringify({ counted: round.round.counted, ends: round.round.ends })}`);
    }
    await good.finish(LATEST);
    return { rounds, heard: good.heard, faults: [...faults, ...good.faults] };
  } finally {
    good.close();
    attackers.end();
    sink?.end();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Scene {
  readonly hub: HubProcess;
  readonly attackers: Attackers;
  readonly sink: Sink | null;
  readonly good: GoodPeers;
  /** Resident memory of the hub before the first attack. */
  readonly before: number;
}

async function runRound(
  names: readonly string[],
  { span, patience, scale, seed }: HostileOptions,
  { hub, attackers, sink, good, before }: Scene,
): Promise<{ round: Round; faults: string[] }> {
  const faults: string[] = [];
  const at = await readCounters(hub.url);
  const ports = { main: Number(new URL(hub.url).port), print: Number(new URL(hub.printUrl).port) };
  good.take();
  await sleep(span);
  const alone = good.take();
  const attack = { kinds: names, scale, seed };
  let control: Latencies | null = null;
  if (sink) {
    attackers.attack({ ...attack, ports: sink.ports });
    await sleep(span);
    control = good.take();
    await attackers.stop();
  }
  const watch = watchProcess(hub.pid);
  attackers.attack({ ...attack, ports });
  good.take();
  await sleep(span);
  const beside = good.take();
  const codes = names.flatMap((name) => kinds[name]!.codes);
  let counted = grown(at, await readCounters(hub.url));
  const missing = () => codes.filter((code) => counted[code] === undefined);
  for (let waited = 0; missing().length > 0 && waited < patience; waited += LOOK_EVERY) {
    await sleep(LOOK_EVERY);
    counted = grown(at, await readCounters(hub.url));
  }
  for (const code of missing()) faults.push(`${names.join('+')}: nobody was told ${code}`);
  const ends = await attackers.stop();
  const growth = watch.stop().resident - before;
  if (!(await isQuiet(hub.url, at.connections, patience))) {
    faults.push(`${names.join('+')}: connections are left over`);
  }
  return { round: { kinds: names, alone, control, beside, growth, counted, ends }, faults };
}

/** Whether only those who were there before are left, within `patience` milliseconds. */
async function isQuiet(url: string, connections: number, patience: number): Promise<boolean> {
  for (let waited = 0; waited < patience; waited += LOOK_EVERY) {
    if ((await readCounters(url)).connections <= connections) return true;
    await sleep(LOOK_EVERY);
  }
  return false;
}
