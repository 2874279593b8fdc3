import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a process tells of itself. */
export interface Signs {
  /** Microseconds of processor time since the start, all threads together. */
  cpu(): number;
  /** Bytes of memory. */
  rss(): number;
  /** Milliseconds by which 99 of 100 turns of the event loop were late at most, since this was asked last. */
  lateness(): number;
  stop(): void;
}

/** How often lateness is measured; the histogram holds it on top of every value. */
const RESOLUTION = 20;

export function processSigns(): Signs {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  return {
    cpu() {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    rss: () => process.memoryUsage.rss(),
    lateness() {
      const late = delay.percentile(99) / 1e6 - RESOLUTION;
      delay.reset();
      return Math.max(0, late);
    },
    stop: () => void delay.disable(),
  };
}
