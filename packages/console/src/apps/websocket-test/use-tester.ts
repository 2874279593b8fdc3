import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import { freshOf } from './fields.ts';
import { mannersOf } from './manners.ts';
import { isSpoken, type Endpoint } from './endpoints.ts';
import { nameOf, noted, textOf, type Entry } from './traffic.ts';
import { openPlainWire, openSocketIoWire, type Wire, type WireEars } from './wire.ts';

export type TesterState = 'idle' | 'connecting' | 'open' | 'closed';

export interface Tester {
  readonly state: ShallowRef<TesterState>;
  /** Where it is connected, or was last. */
  readonly endpoint: ShallowRef<Endpoint | null>;
  readonly log: ShallowRef<readonly Entry[]>;
  /** Whether greetings and answers to pings are said by themselves. */
  readonly polite: ShallowRef<boolean>;
  connect(endpoint: Endpoint, address: string, token: string): Promise<void>;
  disconnect(): void;
  send(message: unknown): void;
  clear(): void;
}

export interface TesterOptions {
  readonly now: () => number;
  /** Why it ended, in the reader's words. */
  readonly ended: (why: Parameters<WireEars['closed']>[0]) => string;
  readonly openPlain?: typeof openPlainWire;
  readonly openSocketIo?: typeof openSocketIoWire;
}

/** One connection at a time, and what passed over it. */
export function useTester({
  now,
  ended,
  openPlain = openPlainWire,
  openSocketIo = openSocketIoWire,
}: TesterOptions): Tester {
  const state = shallowRef<TesterState>('idle');
  const endpoint = shallowRef<Endpoint | null>(null);
  const log = shallowRef<readonly Entry[]>([]);
  const polite = shallowRef(true);
  let wire: Wire | null = null;
  /** Counts connections: what an old one still says is not ours any more. */
  let turn = 0;

  const note = (way: Entry['way'], name: string, text: string) =>
    (log.value = noted(log.value, { at: now(), way, name, text }));

  function send(message: unknown): void {
    if (!wire || state.value !== 'open') return;
    wire.send(message);
    note('sent', nameOf(message), textOf(message));
  }

  function greet({ name, samples }: Endpoint): void {
    const { greeting } = mannersOf(name);
    const said = samples.find((one) => one.direction === 'in' && one.name === greeting);
    if (polite.value && said) send(said.sample);
  }

  function answer({ name }: Endpoint, heard: string): void {
    const said = polite.value ? mannersOf(name).answer(heard) : null;
    if (said) send(freshOf({ ...said, timestamp: '' }, now()));
  }

  function end(): void {
    turn++;
    wire?.close();
    wire = null;
  }

  onScopeDispose(end);
  return {
    state,
    endpoint,
    log,
    polite,
    async connect(to, address, token) {
      end();
      if (!isSpoken(to)) return;
      const mine = turn;
      const isMine = () => mine === turn;
      endpoint.value = to;
      state.value = 'connecting';
      note('state', 'connecting', address);
      const ears: WireEars = {
        open() {
          if (!isMine()) return;
          state.value = 'open';
          note('state', 'open', address);
          greet(to);
        },
        received(data) {
          if (!isMine()) return;
          const name = nameOf(data);
          note('received', name, textOf(data));
          answer(to, name);
        },
        closed(why) {
          if (!isMine()) return;
          wire = null;
          turn++;
          state.value = 'closed';
          note('state', 'closed', ended(why));
        },
      };
      const options = { address, subprotocol: to.subprotocol, token };
      const opened =
        to.transport === 'socketio' ? await openSocketIo(options, ears) : openPlain(options, ears);
      // Given up, or ended, while Socket.IO's client was being loaded.
      if (isMine()) wire = opened;
      else opened.close();
    },
    disconnect() {
      if (state.value !== 'open' && state.value !== 'connecting') return;
      end();
      state.value = 'closed';
      note('state', 'closed', ended({ code: 1000, reason: '' }));
    },
    send,
    clear: () => void (log.value = []),
  };
}
