import { setPriority } from 'node:os';
import process from 'node:process';
import { createRandom } from '../orders/random.ts';
import type { Ports } from './doors.ts';
import { kinds } from './kinds.ts';

/** Begin these kinds of attack, or end what runs and say how connections ended. */
export type HostileOrder =
  | {
      readonly do: 'attack';
      readonly kinds: readonly string[];
      readonly ports: Ports;
      readonly scale: number;
      readonly seed: number;
    }
  | { readonly do: 'stop' };

/** How many connections ended how. */
export type Ends = Readonly<Record<string, number>>;

// The attackers' own CPU must not be what the good peers feel.
setPriority(10);

let stops: (() => void)[] = [];
let ends: Record<string, number> = {};

process.on('message', (order: HostileOrder) => {
  if (order.do === 'stop') {
    for (const stop of stops) stop();
    stops = [];
    process.send!(ends satisfies Ends);
    return;
  }
  const { ports, scale, seed } = order;
  const mine: Record<string, number> = {};
  ends = mine;
  const ended = (how: string) => {
    mine[how] = (mine[how] ?? 0) + 1;
  };
  stops = order.kinds.map((name) =>
    kinds[name]!.start({ ports, from: addressOf(name), scale, random: createRandom(seed), ended }),
  );
});

/** Each kind has its own; good peers come from 127.0.0.1. */
function addressOf(kind: string): string {
  return `127.0.0.${66 + Object.keys(kinds).indexOf(kind)}`;
}

process.on('disconnect', () => process.exit());
