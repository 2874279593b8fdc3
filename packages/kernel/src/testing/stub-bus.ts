import type { Key, Pos } from '../ports/base.ts';
import type { Bus } from '../ports/room.ts';

type Listener = (line: string) => void;

/** What a bus server on the network would hold; nodes share one. */
export interface StubServer {
  readonly logs: Map<Key, string[]>;
  readonly trimmed: Map<Key, number>;
  readonly presence: Map<Key, string>;
  readonly listeners: Map<Key, Set<Listener>>;
}

export function createStubServer(): StubServer {
  return { logs: new Map(), trimmed: new Map(), presence: new Map(), listeners: new Map() };
}

const EPOCH = 'stub';

/**
 * A Bus as one over a network behaves: everything crosses as text, takes its time (`turn`) and arrives in the order
 * in which it was sent. For tests of what must not depend on the bus being in the process.
 */
export function createStubBus(server: StubServer, turn: () => Promise<void>): Bus {
  let sent: Promise<unknown> = Promise.resolve();
  const own = new Set<() => void>();

  /** One command on the connection, after those before it; its answer comes back as text. */
  function command<R>(run: () => R): Promise<R> {
    const answer = sent.then(turn).then(() => JSON.stringify(run() ?? null));
    sent = answer;
    return answer.then(async (text) => {
      await turn();
      return JSON.parse(text) as R;
    });
  }

  function tell(topic: Key, message: string, pos?: Pos): void {
    for (const listener of server.listeners.get(topic) ?? []) listener(JSON.stringify({ message, pos }));
  }

  function append(log: Key, entry: string, keep: number): Pos {
    const entries = server.logs.get(log) ?? [];
    server.logs.set(log, entries);
    const pos = { epoch: EPOCH, seq: (server.trimmed.get(log) ?? 0) + entries.push(entry) };
    const over = Math.max(0, entries.length - keep);
    entries.splice(0, over);
    server.trimmed.set(log, (server.trimmed.get(log) ?? 0) + over);
    tell(log, entry, pos);
    return pos;
  }

  function headOf(log: Key): Pos {
    return { epoch: EPOCH, seq: (server.trimmed.get(log) ?? 0) + (server.logs.get(log)?.length ?? 0) };
  }

  function since(log: Key, { epoch, seq }: Pos): { pos: Pos; entry: string }[] | 'gap' {
    const trimmed = server.trimmed.get(log) ?? 0;
    if (epoch !== EPOCH || seq < trimmed || seq > headOf(log).seq) return 'gap';
    const entries = (server.logs.get(log) ?? []).slice(seq - trimmed);
    return entries.map((entry, index) => ({ pos: { epoch, seq: seq + index + 1 }, entry }));
  }

  return {
    append: (log, entry, { count }) => command(() => append(log, entry, count)),
    head: (log) => command(() => headOf(log)),
    since: (log, pos) => command(() => since(log, pos)),
    publish: (topic, hint) => void command(() => tell(topic, hint)),
    subscribe(topic, fn) {
      // Deliveries of one connection keep their order on the way back, too.
      let arriving: Promise<void> = Promise.resolve();
      let listening = true;
      const listener: Listener = (line) => {
        arriving = arriving.then(turn).then(() => {
          const { message, pos } = JSON.parse(line) as { message: string; pos?: Pos };
          if (listening) fn(message, pos);
        });
      };
      const set = server.listeners.get(topic) ?? new Set();
      server.listeners.set(topic, set);
      void command(() => void (listening && set.add(listener)));
      const stop = () => {
        listening = false;
        set.delete(listener);
      };
      own.add(stop);
      return stop;
    },
    enter: (key, value) =>
      void command(
        () => void (value === null ? server.presence.delete(key) : server.presence.set(key, value)),
      ),
    async present(prefix) {
      const entries = await command(() => [...server.presence].filter(([key]) => key.startsWith(prefix)));
      return new Map(entries);
    },
    async close() {
      await sent;
      for (const stop of own) stop();
    },
  };
}
