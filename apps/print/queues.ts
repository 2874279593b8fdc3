import type { Kernel } from '@posthouse/kernel';
import type { PrintConfig } from './config.ts';
import { isAble, type Live } from './live.ts';
import type { PrintStore } from './store.ts';

/** Looks for queues that stand still, says so, and gives their papers to a fallback printer that would print them. */
export async function watchQueues(
  kernel: Kernel,
  { standAfter }: PrintConfig,
  store: PrintStore,
  live: Live,
): Promise<void> {
  const standing = await kernel.store.write(store.queues.watch, { after: standAfter });
  const wanted = standing.filter(({ fallbackId, printerId }) => fallbackId !== null && printerId !== null);
  if (wanted.length === 0) return;
  const printers = await kernel.store.read(store.printers.list, null);
  for (const { printerId, fallbackId } of wanted) {
    const fallback = printers.find(({ id }) => id === fallbackId);
    if (printerId === null || !fallback || !isAble(live, kernel, fallback)) continue;
    const moved = await kernel.store.write(store.queues.fallBack, { from: printerId, to: fallback.id });
    if (moved > 0) {
      kernel.log.warn({ from: printerId, to: fallback.id, papers: moved }, 'a fallback printer takes over');
    }
  }
}
