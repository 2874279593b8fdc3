import type { Clock, Ms } from '@posthouse/kernel';
import type { Worker } from 'node:worker_threads';

const EVERY: Ms = 250;
const MIB = 1_048_576;

/**
 * Calls `over` once when a thread's heap holds more than `most` MiB; the returned function stops looking. V8's own
 * limit does not do: a single allocation beyond it (a Map of some million entries that doubles) ends the process.
 */
export function watchHeap(
  worker: Pick<Worker, 'getHeapStatistics'>,
  most: number,
  clock: Pick<Clock, 'after'>,
  over: () => void,
): () => void {
  let stopped = false;
  let cancel = clock.after(EVERY, look);

  function look(): void {
    // Answered also by a loop that never yields. A thread that has ended rejects, and needs no watching.
    worker.getHeapStatistics().then(
      ({ used_heap_size }) => {
        if (stopped) return;
        if (used_heap_size > most * MIB) over();
        else cancel = clock.after(EVERY, look);
      },
      () => {},
    );
  }

  return () => {
    stopped = true;
    cancel();
  };
}
