import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PostArgs } from './app.ts';

/** The main thread's end of bare-thread.ts: as little as can settle a promise per call. */
export async function openBare(file: string) {
  const worker = new Worker(new URL('./bare-thread.ts', import.meta.url), { workerData: file });
  let gathering: PostArgs[] = [];
  const waiting: ((id: number) => void)[] = [];
  worker.on('message', (ids: readonly number[]) => {
    const settled = waiting.splice(0, ids.length);
    for (const [index, resolve] of settled.entries()) resolve(ids[index]!);
  });
  await once(worker, 'online');
  return {
    post(args: PostArgs): Promise<number> {
      if (gathering.length === 0) {
        process.nextTick(() => {
          worker.postMessage(gathering);
          gathering = [];
        });
      }
      gathering.push(args);
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}
