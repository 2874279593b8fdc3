import process from 'node:process';
import type { Backoff } from '../../packages/client/src/backoff.ts';
import { createRandom } from '../orders/random.ts';
import { StormPeer, type Tally } from './storm-peer.ts';

/** What the crowd is told: come, say something to the memory log, or go. */
export type CrowdOrder =
  | {
      readonly do: 'come';
      readonly port: number;
      readonly peers: number;
      readonly seed: number;
      /** Over how many milliseconds the first connections are spread. */
      readonly within: number;
      readonly backoff: Backoff;
    }
  | { readonly do: 'publish'; readonly data: string };

/** How the crowd is; said again whenever it has changed, at most every 20 ms. */
export interface CrowdReport {
  readonly ready: number;
  /** Every peer has heard the durable log up to here. */
  readonly heard: number;
  readonly tries: number;
  readonly gaps: number;
  readonly faults: readonly string[];
}

const REPORT_EVERY = 20;
/** Peers of one address; the hub takes 2,000. */
const PER_ADDRESS = 500;

const peers: StormPeer[] = [];
let changed = false;
const tally: Tally = { tries: 0, gaps: 0, faults: [], moved: () => void (changed = true) };

process.on('message', (order: CrowdOrder) => {
  if (order.do === 'publish') return peers[0]?.publish(order.data);
  const { port, seed, within, backoff } = order;
  for (let index = 0; index < order.peers; index++) {
    const from = `127.0.1.${1 + Math.floor(index / PER_ADDRESS)}`;
    const random = createRandom(seed + index);
    const target = { port, path: '/ws', subprotocol: 'posthouse.1', from };
    const peer = new StormPeer({ name: `peer ${index}`, target, backoff }, random, tally);
    peers.push(peer);
    setTimeout(() => peer.connect(), random() * within);
  }
});

setInterval(() => {
  if (!changed) return;
  changed = false;
  const { tries, gaps, faults } = tally;
  const report: CrowdReport = {
    ready: peers.filter(({ ready }) => ready).length,
    heard: peers.reduce((least, { last }) => Math.min(least, last), Infinity),
    tries,
    gaps,
    faults,
  };
  process.send!(report);
}, REPORT_EVERY);

process.on('disconnect', () => process.exit());
