import type { Op } from '../ports/store.ts';
import type { Scope } from './scope.ts';

/** Pages of 4 KiB that one commit gives back to the disk, so that it delays nobody's. */
const STEP = 256;
/** Free pages that stay: what comes next would only take them again. */
const SPARE = 1_024;

/**
 * Gives a step of the file's free pages back to the disk; whether there is more to give. What was deleted leaves its
 * pages in the file otherwise (https://www.sqlite.org/pragma.html#pragma_incremental_vacuum). A server sees to its own.
 */
export const shrink: Op<null, boolean> = {
  name: 'kernel.shrink',
  async run(tx) {
    const scope = tx as Scope;
    if (scope.connection.dialect !== 'sqlite') return false;
    const [free] = await scope.all<{ pages: number }>(
      `select freelist_count as pages from pragma_freelist_count`,
    );
    const most = Math.min(STEP, free!.pages - SPARE);
    if (most <= 0) return false;
    await scope.all(`pragma incremental_vacuum(${most})`);
    return most === STEP;
  },
};
