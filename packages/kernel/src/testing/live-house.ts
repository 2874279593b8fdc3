import type { Kernel } from '../ports/app.ts';
import type { Log, Principal, Refusal } from '../ports/base.ts';
import type { Auth, Codec, Endpoint, Handshake, Inbound, Peer } from '../ports/peer.ts';
import { isRefusal } from '../ports/base.ts';
import type { Limits } from '../live/limits.ts';
import { createPeers } from '../live/peers.ts';
import { Turns } from '../live/turns.ts';
import { createFakeClock } from './fake-clock.ts';
import { FakeWire, createJsonCodec } from './fake-wire.ts';

export const somebody: Principal = { id: 'somebody', roles: ['tester'], anonymous: false };

export const endpoint: Endpoint = {
  name: 'test',
  transport: 'fake',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/$/,
  origins: [],
  maxMessage: 65_536,
  ping: 25_000,
  timeout: 20_000,
  open: [],
};

/** A log that remembers, so that a test can ask what went wrong. */
export function createTestLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, text: string) =>
    void lines.push(`${level} ${text} ${JSON.stringify(fields)}`);
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

interface HouseOptions {
  readonly limits?: Partial<Limits>;
  readonly auth?: Pick<Auth, 'who'>;
  readonly endpoint?: Partial<Endpoint>;
  /** When the others' turn is over; at once when absent. */
  readonly turn?: (run: () => void) => void;
}

interface Arrival {
  readonly address?: string;
  readonly codec?: Codec;
  /** The app does not open it. */
  readonly waits?: boolean;
  readonly app?: Partial<Inbound>;
  /** The app refuses it. */
  readonly refusal?: Refusal;
}

/** Peers over fake wires, with a tick that the test ends. */
export function createLiveHouse(options: HouseOptions = {}) {
  const clock = createFakeClock();
  const log = createTestLog();
  const auth: Auth = { who: async () => somebody, may: async () => true, ...options.auth };
  const ticks: (() => void)[] = [];
  let randomness = 0.5;
  const peers = createPeers({
    clock,
    auth,
    log,
    random: () => randomness,
    tick: (run) => void ticks.push(run),
    ...(options.limits && { limits: options.limits }),
    ...(options.turn && { turns: new Turns(clock, options.turn) }),
  });
  const at = { ...endpoint, ...options.endpoint };

  return {
    clock,
    log,
    peers,
    setRandom: (value: number) => {
      randomness = value;
    },
    /** Ends the tick: everything queued is written. */
    tick: () => {
      for (let run = ticks.shift(); run; run = ticks.shift()) run();
    },
    connect: async ({
      address = '10.0.0.1',
      codec = createJsonCodec(),
      waits = false,
      app = {},
      refusal,
    }: Arrival = {}) => {
      const wire = new FakeWire();
      let peer: Peer | undefined;
      const heard: unknown[] = [];
      const closed: number[] = [];
      const inbound: Inbound = {
        async message(data) {
          heard.push(data);
        },
        pong() {},
        closed: (code) => void closed.push(code),
        ...app,
      };
      const accept = peers.accept(
        at,
        {
          async accept(newcomer) {
            peer = newcomer;
            peer.codec = codec;
            if (refusal) return refusal;
            if (!waits) peer.open();
            return inbound;
          },
        },
        {} as Kernel,
      );
      const handshake: Handshake = {
        endpoint: at.name,
        path: '/',
        query: new URLSearchParams(),
        headers: new Map(),
        address,
      };
      const accepted = await accept(handshake, wire);
      return {
        wire,
        heard,
        closed,
        accepted,
        get peer(): Peer {
          return peer!;
        },
        get inbound(): Inbound {
          if (isRefusal(accepted)) throw new Error(`refused: ${accepted.refuse}`);
          return accepted;
        },
      };
    },
  };
}
