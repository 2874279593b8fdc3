import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { PostArgs } from './app.ts';

const BODY = 'x'.repeat(200);
const KEYS = 8;

/** Posts as fast as `producers` can, each waiting for its last one to be on disk; posts per second. */
export async function postsPerSecond(
  post: (args: PostArgs) => Promise<unknown>,
  producers: number,
  round: string,
  span: number,
): Promise<number> {
  const from = performance.now();
  let count = 0;
  await Promise.all(
    Array.from({ length: producers }, async (_, producer) => {
      for (let n = 0; performance.now() - from < span; n++) {
        await post({ key: `bench/${producer % KEYS}`, ref: `${round}/${producer}/${n}`, body: BODY });
        count++;
      }
    }),
  );
  return (count * 1_000) / (performance.now() - from);
}

/** What the disk can do: a page appended and synced, over and over, as a commit of one post must. */
export function syncsPerSecond(file: string, span: number): number {
  const page = new Uint8Array(4_096);
  const open = openSync(file, 'w');
  const from = performance.now();
  let count = 0;
  while (performance.now() - from < span) {
    writeSync(open, page);
    fdatasyncSync(open);
    count++;
  }
  closeSync(open);
  return (count * 1_000) / (performance.now() - from);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
