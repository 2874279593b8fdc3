import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Needed } from '../../../../../test-support/required.ts';

const run = promisify(execFile);

/**
 * Mounts a disk in memory of `bytes` at the empty folder `at`; what it got takes it away. Missing also in CI where the
 * right to mount is: no package brings it.
 */
export async function mountSmallDisk(at: string, bytes: number): Promise<Needed<() => Promise<void>>> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', at]);
  } catch (error) {
    const why = `no small disk can be mounted (it needs Linux and root): ${String(error)}`;
    console.warn(`SKIPPED: ${why}`);
    return { missing: why };
  }
  return {
    async got() {
      await run('umount', [at]);
    },
  };
}
