import { performance } from 'node:perf_hooks';
import { createClock, type Clock, type Log } from '@posthouse/kernel';

/** The clock of a real process. Its timer does not keep the process alive: connections and the store do. */
export function systemClock(): Clock {
  return createClock({
    wall: () => Date.now(),
    mono: () => performance.now(),
    sleep: (wait, fn) => {
      const timer = setTimeout(fn, wait).unref();
      return () => clearTimeout(timer);
    },
  });
}

/** Lines of JSON, as journald and the like collect them. */
export function createLineLog(line: (text: string) => void): Log {
  const at = (level: string) => (fields: object, text: string) => {
    line(JSON.stringify({ level, time: new Date().toISOString(), msg: text, ...fields }));
  };
  return { debug: () => {}, info: at('info'), warn: at('warn'), error: at('error') };
}
