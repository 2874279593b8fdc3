import { hostname } from 'node:os';
import { connect, type Client, type ConnectOptions } from '@posthouse/client';
import {
  createKeeper,
  createLeapGuard,
  createMailboxes,
  type Clock,
  type CodedError,
  type Dial,
  type Log,
  type Ms,
} from '@posthouse/kernel';
import { createDriver, createRenderer, type DriverTimes, type PrinterUrl } from '@posthouse/printing';
import { openSqlite } from '@posthouse/store-sqlite';
import { defineApps } from './apps.ts';
import { Counter, type PrinterTrouble } from './counter.ts';
import { Desk } from './desk.ts';
import { learn, learned } from './journal/ops.ts';

export interface AgentOptions extends Pick<ConnectOptions, 'token' | 'backoff'> {
  /** `ws://10.0.0.2:5000/ws`. */
  readonly hub: string;
  /** Printer id at the hub → the printer here. */
  readonly printers: ReadonlyMap<string, PrinterUrl>;
  /** The data folder, with the journal in it. */
  readonly folder: string;
  /** Papers of one printer that may be in hand here at once. */
  readonly ahead: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly dial: Dial;
  /** Where papers to `stdout:` go. */
  readonly out: (text: string) => void;
  readonly times?: Partial<DriverTimes>;
  /** Why no papers come for a printer, or (null) that they come again. */
  readonly onTrouble: (printer: string, trouble: PrinterTrouble | null) => void;
  /** The store is gone for good, or the hub will not let this agent in: only a new process helps. */
  readonly onFatal: (code: string, detail: unknown) => void;
}

export interface Agent {
  readonly client: Client;
  /** Begins nothing more; papers under way have `grace` to end and to be recorded. */
  stop(grace: Ms): Promise<void>;
}

const STEP: Ms = 20;
const UNREACHABLE = 'the hub cannot be reached; asking again';
/** This module runs as TypeScript in development, as JavaScript in a package. */
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/**
 * Opens the journal, then the printers, then the hub: what an earlier process had begun is settled before the hub can
 * ask about it. Rejects with a STORE_ code.
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { clock, log, folder, onFatal } = options;
  const store = await openSqlite({
    folder,
    clock,
    apps: { module: new URL(`./apps.${EXTENSION}`, import.meta.url), config: null },
    onFailure: (error: CodedError) => onFatal(error.code, error.detail),
  });
  const guard = createLeapGuard(clock, (by) =>
    log.warn({ by }, 'the clock leapt: nothing expires for a minute'),
  );
  const boxes = await createMailboxes({ store, clock, log, guard, node: hostname() });
  const keeper = createKeeper({ store, clock, log, guard, apps: defineApps() });
  const client = connect({
    url: options.hub,
    client: 'posthouse-agent',
    ...(options.token !== undefined && { token: options.token }),
    ...(options.backoff && { backoff: options.backoff }),
    onError: (error) => log.warn({ code: error.code }, error.message),
  });
  /** Hub time at the beginning of the monotonic clock: ours may leap, when it is set right after a start. */
  let hubSince = clock.now() - clock.mono();
  client.onStatus((status) => {
    if (status.is === 'waiting') log.warn({ ...status, hub: new URL(options.hub).host }, UNREACHABLE);
    else log.info({ ...status }, 'connection to the hub');
    if (status.is === 'closed' && status.code !== 1000) onFatal('AGENT_NOT_LET_IN', { ...status });
    if (status.is !== 'open') return;
    // The welcome is filed right behind this change of status.
    queueMicrotask(() => {
      const { welcome } = client;
      if (welcome) hubSince = welcome.now - clock.mono();
    });
  });

  const renderer = createRenderer();
  const stations = await Promise.all(
    [...options.printers].map(async ([printer, url]) => {
      const known = await store.read(learned, { printer });
      const driver = createDriver(url, {
        ...options,
        ...(known && { learned: known }),
        onLearned: (confirm) => void store.write(learn, { printer, confirm }).catch(() => {}),
        onState: (state) => {
          log.info({ printer, ...state }, 'printer');
          counter.stateChanged();
        },
      });
      const desk = new Desk({
        printer,
        driver,
        commandSet: url.commandSet,
        renderer,
        store,
        boxes,
        clock,
        log,
      });
      const counter: Counter = new Counter({
        printer,
        client,
        desk,
        store,
        clock,
        log,
        ahead: options.ahead,
        hubAhead: () => clock.mono() + hubSince - clock.now(),
        onTrouble: (trouble) => options.onTrouble(printer, trouble),
      });
      await desk.open();
      return { desk, counter };
    }),
  );
  for (const { counter } of stations) counter.open();

  return {
    client,
    async stop(grace) {
      const until = clock.mono() + grace;
      for (const { counter } of stations) counter.close();
      // What is being set was not begun: nobody waits for it.
      await Promise.all([...stations.map(({ desk }) => desk.close(grace)), renderer.close()]);
      while (stations.some(({ counter }) => counter.busy) && clock.mono() < until) {
        await new Promise<void>((resolve) => {
          clock.after(STEP, resolve);
        });
      }
      client.close();
      await keeper.stop();
      await boxes.stop();
      await store.close();
    },
  };
}
