import { TokenBucket, type Clock } from '@posthouse/kernel';

/** Whether one more request of this caller is within what a caller may ask. */
export type Meter = (caller: string) => boolean;

/** Callers remembered; beyond it the one that came first is measured anew. */
const BOUND = 10_000;

/** `rate` requests per second and caller, twice as many at once after a pause; 0 measures nothing. */
export function createMeter(rate: number, clock: Pick<Clock, 'mono'>): Meter {
  if (rate === 0) return () => true;
  const buckets = new Map<string, TokenBucket>();
  return (caller) => {
    const now = clock.mono();
    let bucket = buckets.get(caller);
    if (!bucket) {
      const [oldest] = buckets.keys();
      if (buckets.size >= BOUND && oldest !== undefined) buckets.delete(oldest);
      buckets.set(caller, (bucket = new TokenBucket(rate, now)));
    }
    return bucket.take(now);
  };
}
