import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Bus, Key } from '@posthouse/kernel';
import { MemoryLog } from './memory-log.ts';

/** Logs kept at once; beyond it the one that was quiet longest is forgotten, which its readers learn as a gap. */
const LOGS = 10_000;

type Listener = Parameters<Bus['subscribe']>[1];

/** The bus of one process: plain memory. Publications reach their listeners before `publish` returns. */
export function createBus({ logs: bound = LOGS, now = () => performance.now() } = {}): Bus {
  const id = randomUUID().slice(0, 8);
  /** Logs begun after another was forgotten have another epoch: it might be the same one again. */
  let forgotten = 0;
  const logs = new Map<Key, MemoryLog>();
  /** The last key of the logs. */
  let newest: Key | undefined;
  const listeners = new Map<Key, Set<Listener>>();
  const presence = new Map<Key, string>();

  const begin = () => new MemoryLog(`${id}.${forgotten.toString(36)}`);

  /** The log, moved to the end of the map: the map's order is that of last use. */
  function use(key: Key, log: MemoryLog): MemoryLog {
    if (key === newest) return log;
    logs.delete(key);
    logs.set(key, log);
    newest = key;
    return log;
  }

  /** Only what is written makes a log: who merely asks for many names pushes nobody's log out. */
  function written(key: Key): MemoryLog {
    const log = use(key, logs.get(key) ?? begin());
    if (logs.size > bound) {
      logs.delete(logs.keys().next().value!);
      forgotten++;
    }
    return log;
  }

  function read(key: Key): MemoryLog {
    const log = logs.get(key);
    return log ? use(key, log) : begin();
  }

  return {
    async append(key, entry, keep) {
      const pos = written(key).append(entry, keep, now());
      for (const listener of listeners.get(key) ?? []) listener(entry, pos);
      return pos;
    },
    head: async (key) => read(key).head,
    since: async (key, pos) => read(key).since(pos),
    publish(topic, hint) {
      for (const listener of listeners.get(topic) ?? []) listener(hint);
    },
    subscribe(topic, listener) {
      // Two subscriptions of one function are two: each is cancelled on its own.
      const own: Listener = (message, pos) => listener(message, pos);
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(own));
      return () => {
        set.delete(own);
        if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic);
      };
    },
    enter(key, value) {
      if (value === null) presence.delete(key);
      else presence.set(key, value);
    },
    present: async (prefix) => new Map([...presence].filter(([key]) => key.startsWith(prefix))),
    async close() {
      listeners.clear();
    },
  };
}
