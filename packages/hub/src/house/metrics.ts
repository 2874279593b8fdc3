import { CodedError, type Counters, type Peer, type Store } from '@posthouse/kernel';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WorkCount } from '../work/count-works.ts';
import type { ItemCount } from './items.ts';

export interface Metrics {
  readonly contentType: string;
  readonly http: (reply: { method: string; route: string; status: number; seconds: number }) => void;
  readonly refused: (code: string) => void;
  /** Somebody ended a connection by hand. */
  readonly kicked: (endpoint: string) => void;
  /** The same figures as numbers, for the console. */
  readonly tally: { readonly commits: number; readonly writing: number; readonly requests: number };
  /** The same store, counted. */
  measure(store: Store): Store;
  /**
   * The code for which the store refuses writes; null: it takes them. KERNEL_STORE_UNAVAILABLE until it has committed
   * again (a write that had nothing to write does not count), STORE_DAMAGED for good.
   */
  storeTrouble(): string | null;
  /** Reads connections when asked, so that counting costs their hot path nothing. */
  watch(peers: { list(): readonly Peer[]; readonly counters: Counters }): void;
  render(items: readonly ItemCount[], works: readonly WorkCount[]): Promise<string>;
}

const DAMAGED = 'STORE_DAMAGED';

/** undefined: an op's own refusal, which says nothing about the store. */
function troubleOf(error: unknown): string | undefined {
  if (!(error instanceof CodedError) || error.code !== 'KERNEL_STORE_UNAVAILABLE') return undefined;
  return (error.detail as { reason?: string } | undefined)?.reason === 'damaged' ? DAMAGED : error.code;
}

/** The metrics of one hub, in a registry of its own: two hubs in one process do not share figures. */
export function createMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: 'posthouse_' });

  const requests = new Histogram({
    name: 'posthouse_http_request_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers,
  });
  const refusals = new Counter({
    name: 'posthouse_refusals_total',
    help: 'Requests, messages and connections refused, by code',
    labelNames: ['code'],
    registers,
  });
  const writes = new Counter({
    name: 'posthouse_store_writes_total',
    help: 'Writes asked of the store, by op and outcome',
    labelNames: ['op', 'outcome'],
    registers,
  });
  const commits = new Counter({
    name: 'posthouse_store_commits_total',
    help: 'Groups of writes that became durable together',
    registers,
  });
  const items = new Gauge({
    name: 'posthouse_items',
    help: 'Mailbox items on their way, by box and state',
    labelNames: ['box', 'state'],
    registers,
  });
  const works = {
    running: new Gauge({
      name: 'posthouse_work_running',
      help: 'Works that run now, by kind',
      labelNames: ['kind'],
      registers,
    }),
    waiting: new Gauge({
      name: 'posthouse_work_waiting',
      help: 'Works that wait for a thread, by kind',
      labelNames: ['kind'],
      registers,
    }),
  };

  const kicks = new Counter({
    name: 'posthouse_kicks_total',
    help: 'Connections that somebody ended by hand, by endpoint',
    labelNames: ['endpoint'],
    registers,
  });
  const tally = { commits: 0, writing: 0, requests: 0 };
  let trouble: string | null = null;

  const counted = async <T>(op: string, write: Promise<T>): Promise<T> => {
    tally.writing++;
    try {
      const value = await write;
      writes.inc({ op, outcome: 'durable' });
      return value;
    } catch (error) {
      writes.inc({ op, outcome: 'rejected' });
      trouble = troubleOf(error) ?? trouble;
      throw error;
    } finally {
      tally.writing--;
    }
  };

  return {
    contentType: register.contentType,
    http({ method, route, status, seconds }) {
      tally.requests++;
      requests.observe({ method, route, status }, seconds);
    },
    refused: (code) => refusals.inc({ code }),
    kicked: (endpoint) => kicks.inc({ endpoint }),
    tally,
    measure(store) {
      store.onCommit(() => {
        tally.commits++;
        commits.inc();
        // Where some pages are damaged, others still take writes.
        if (trouble !== DAMAGED) trouble = null;
      });
      return {
        epoch: store.epoch,
        write: (op, args) => counted(op.name, store.write(op, args)),
        once: (op, args, once) => counted(op.name, store.once(op, args, once)),
        read: (op, args) => store.read(op, args),
        onCommit: (listener) => store.onCommit(listener),
        close: () => store.close(),
      };
    },
    storeTrouble: () => trouble,
    watch(peers) {
      new Gauge({
        name: 'posthouse_connections',
        help: 'Open connections, by endpoint',
        labelNames: ['endpoint'],
        registers,
        collect() {
          this.reset();
          for (const { endpoint } of peers.list()) this.inc({ endpoint });
        },
      });
      new Counter({
        name: 'posthouse_connections_total',
        help: 'Connections accepted since the start',
        registers,
        collect() {
          this.reset();
          this.inc(peers.counters.accepted);
        },
      });
      new Counter({
        name: 'posthouse_connection_refusals_total',
        help: 'Connections and messages of connections refused, by code',
        labelNames: ['code'],
        registers,
        collect() {
          this.reset();
          for (const [code, count] of peers.counters.refusals) this.inc({ code }, count);
        },
      });
    },
    render(counts, workCounts) {
      items.reset();
      for (const state of ['running', 'waiting'] as const) {
        works[state].reset();
        for (const { kind, count } of workCounts.filter((each) => each.state === state)) {
          works[state].set({ kind }, count);
        }
      }
      for (const { box, state, count } of counts) items.set({ box, state }, count);
      return register.metrics();
    },
  };
}
