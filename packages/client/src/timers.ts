/** Time as the client sees it; a fake one in tests. */
export interface Timers {
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls `fn` once after `wait` milliseconds; the returned function cancels. */
  after(wait: number, fn: () => void): () => void;
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  after(wait, fn) {
    const timer = setTimeout(fn, wait);
    return () => clearTimeout(timer);
  },
};
