import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVirtualPrinter, type VirtualPrinter } from '@posthouse/printing';
import { HubProcess } from '../../test-support/hub-process.ts';
import { createRandom } from '../orders/random.ts';
import { Shop } from '../orders/shop.ts';
import { AgentProcess } from './agent-process.ts';
import { Cable, type Interrupted } from './cable.ts';
import { check, type PrinterTally } from './check.ts';
import { oldTill } from './old-till.ts';
import { Ordering } from './ordering.ts';
import { setBack } from './setback.ts';
import { readFloor } from './truth.ts';

export interface PaperOptions {
  readonly seed: number;
  /** Each is one paper at each of the four printers. */
  readonly orders: number;
  /** Of the hub, and of each agent. */
  readonly kills: number;
  /** Of each of the three cables. */
  readonly cuts: number;
  /** How often each of these printers runs out of paper. */
  readonly outs: number;
  /** How often the hub is set back to a backup of a little while ago. */
  readonly restores: number;
  /** Milliseconds by which each piece of a document is late: 0 to this. */
  readonly lag: number;
  readonly say?: (line: string) => void;
}

export interface PaperResult {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly tallies: Readonly<Record<string, PrinterTally>>;
  readonly interrupted: Readonly<Record<string, Interrupted>>;
  readonly proven: number;
  readonly hubKills: number;
  readonly agentKills: number;
  readonly cuts: number;
  readonly outs: number;
  readonly restores: number;
  /** Papers that were on their way when a backup was made that was restored, and orders it had not yet. */
  readonly setBack: { readonly open: number; readonly gone: number };
  /** From the last fault until every job had ended. */
  readonly settledAfter: number;
  readonly seconds: number;
}

const DIRECT = '直连';
const FIRST_AGENT = '代理甲';
const SECOND_AGENT = '代理乙';
const TILL = '旧客户端';
const SETTLE_WITHIN = 120_000;

/** Four printers, and everything that can go wrong between a paper and its proof; afterwards it must add up. */
export async function runPaper(options: PaperOptions): Promise<PaperResult> {
  const { seed, orders, say = () => {} } = options;
  const began = Date.now();
  const random = createRandom(seed);
  const lag = createRandom(seed + 1);
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-paper-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const hub = await HubProcess.start(join(folder, 'hub'), { POSTHOUSE_PRINT_SILENCE: '20s' });
    closing.push(() => hub.stop());
    const devices = new Map<string, VirtualPrinter>();
    const cables = new Map<string, Cable>();
    for (const name of [DIRECT, FIRST_AGENT, SECOND_AGENT, TILL]) {
      const device = await createVirtualPrinter({ port: 0, maxPapers: orders * 3 });
      closing.push(() => device.close());
      devices.set(name, device);
      if (name === TILL) continue;
      const cable = await Cable.open(device.port, () => lag() * options.lag);
      closing.push(() => cable.close());
      cables.set(name, cable);
    }
    const shop = new Shop(hub.url, `paper-${seed}`);
    const direct = { driver: 'direct', ip_address: '127.0.0.1', port: cables.get(DIRECT)!.port };
    const own = await shop.printer(DIRECT, direct);
    const first = await shop.printer(FIRST_AGENT, { driver: 'agent' });
    const second = await shop.printer(SECOND_AGENT, { driver: 'agent' });
    const last = await shop.printer(TILL);
    const native = `${hub.url.replace('http', 'ws')}/ws`;
    const start = (name: string, printer: number) =>
      AgentProcess.start(native, join(folder, `agent-${printer}`), printer, cables.get(name)!.port);
    const agents = [await start(FIRST_AGENT, first), await start(SECOND_AGENT, second)] as const;
    for (const agent of agents) closing.push(() => agent.stop());
    const till = oldTill(TILL, hub.printUrl, devices.get(TILL)!.port);
    closing.push(async () => till.close());

    const total = () => [...devices.values()].reduce((sum, device) => sum + device.papers().length, 0);
    const ordering = new Ordering({ shop, orders });
    const { confirmed } = ordering;
    const names = new Map([
      [own, DIRECT],
      [first, FIRST_AGENT],
      [second, SECOND_AGENT],
      [last, TILL],
    ]);
    /** Papers that were on their way when a backup was made that was restored. */
    const open = new Map<string, number>();
    const gone = new Set<number>();
    const faults = planFaults(options, random);
    let orphaned = 0;
    let lastFault = Date.now();
    for (const [index, fault] of faults.entries()) {
      while (confirmed.size * devices.size < fault.at) await sleep(5);
      await sleep(random() * 150);
      say(`${index + 1}/${faults.length} ${fault.is} after ${total()} papers`);
      await inflict(fault);
      lastFault = Date.now();
    }
    await ordering.done;
    say(`${confirmed.size} orders confirmed; waiting for the last papers`);
    const jobs = await shop.ended(SETTLE_WITHIN);
    const settledAfter = (Date.now() - lastFault) / 1_000;
    if (!jobs) throw new Error(`some jobs never ended within ${SETTLE_WITHIN} ms`);
    till.close();
    for (const agent of agents) await agent.stop();
    await hub.stop();

    const interrupted = Object.fromEntries([...cables].map(([name, cable]) => [name, cable.interrupted]));
    const explained = new Map(
      [...cables].map(
        ([
          name,
          {
            interrupted: { writes, questions, confirmations },
          },
        ]) => [name, writes + questions + confirmations + (name === SECOND_AGENT ? orphaned : 0)],
      ),
    );
    // It has one paper in hand at a time; what it says of it goes with a killed hub's connection.
    explained.set(TILL, hub.kills.length);
    for (const [name, papers] of open) explained.set(name, (explained.get(name) ?? 0) + papers);
    const floors = new Map([...devices].map(([name, device]) => [name, readFloor(device.papers())]));
    const setBackBy = [...open.values()].reduce((sum, papers) => sum + papers, 0);
    const verdict = check({ orders: confirmed, jobs, floors, explained, gone, setBack: setBackBy });
    return {
      seed,
      faults: verdict.faults,
      tallies: Object.fromEntries(verdict.tallies),
      interrupted,
      proven: verdict.proven,
      hubKills: hub.kills.length,
      agentKills: agents[0].kills + agents[1].kills,
      cuts: [...cables.values()].reduce((sum, cable) => sum + cable.cuts, 0),
      outs: faults.filter(({ is }) => is === 'paper out').length,
      restores: options.restores,
      setBack: { open: setBackBy, gone: gone.size },
      settledAfter,
      seconds: (Date.now() - began) / 1_000,
    };

    async function inflict(fault: Fault): Promise<void> {
      const name = [DIRECT, FIRST_AGENT, SECOND_AGENT][fault.which] ?? DIRECT;
      switch (fault.is) {
        case 'hub killed':
          await hub.kill();
          return hub.start();
        case 'agent killed': {
          const agent = agents[fault.which === 1 ? 0 : 1];
          await agent.kill();
          return agent.start();
        }
        case 'cable cut':
          cables.get(name)!.cutAfter(1 + Math.floor(random() * 600));
          return;
        case 'paper out': {
          const device = devices.get(name)!;
          device.setFault({ outAfterLines: 1 + Math.floor(random() * 30) });
          setTimeout(() => device.setFault({ paper: 'ok', outAfterLines: null }), 500 + random() * 2_000);
          return;
        }
        case 'backup restored': {
          const papersSince = 4 + Math.floor(random() * 12);
          const back = await setBack({ hub, ordering, folder, printed: total, papersSince });
          for (const [id, papers] of back.open) {
            const at = names.get(id)!;
            open.set(at, (open.get(at) ?? 0) + papers);
          }
          for (const order of back.gone) gone.add(order);
          return;
        }
        case 'journal deleted':
          await agents[1].kill();
          orphaned += await shop.moving(second);
          await agents[1].deleteJournal();
          return agents[1].start();
      }
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

interface Fault {
  readonly is:
    'hub killed' | 'agent killed' | 'cable cut' | 'paper out' | 'backup restored' | 'journal deleted';
  /** 0: the direct printer, 1 and 2: those of the agents. */
  readonly which: number;
  /** When that many papers were ordered. */
  readonly at: number;
}

function planFaults(
  { orders, kills, cuts, outs, restores }: PaperOptions,
  random: () => number,
): readonly Fault[] {
  const moment = () => 1 + random() * orders * 4 * 0.9;
  const times = (count: number, is: Fault['is'], which: number): Fault[] =>
    Array.from({ length: count }, () => ({ is, which, at: moment() }));
  return [
    ...times(kills, 'hub killed', 0),
    ...[1, 2].flatMap((which) => times(kills, 'agent killed', which)),
    ...[0, 1, 2].flatMap((which) => times(cuts, 'cable cut', which)),
    ...[0, 1, 2].flatMap((which) => times(outs, 'paper out', which)),
    // While there is much to be set back: a short run is confirmed long before its last paper.
    ...times(restores, 'backup restored', 0).map((fault) => ({ ...fault, at: fault.at * 0.7 })),
    ...times(1, 'journal deleted', 2),
  ].toSorted((a, b) => a.at - b.at);
}
