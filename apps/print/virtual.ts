import type { Kernel } from '@posthouse/kernel';
import {
  createVirtualPrinter,
  packSheet,
  unpackSheet,
  type KeptSheet,
  type VirtualPrinter,
} from '@posthouse/printing';
import type { PrintStore } from './store.ts';
import { MOST_PAPERS } from './store/virtual-papers.ts';

const NAME = '虚拟打印机';
const LOOPBACK = '127.0.0.1';

/** The printer that the hub brings along, with the papers of its earlier lives; null when its owner deleted it. */
export async function placeVirtual(kernel: Kernel, store: PrintStore): Promise<VirtualPrinter | null> {
  const virtual = await createVirtualPrinter({
    host: LOOPBACK,
    port: 0,
    clock: kernel.clock,
    maxPapers: MOST_PAPERS,
    papers: await keptPapers(kernel, store),
    async keep(sheet, at) {
      try {
        return await kernel.store.write(store.virtualPapers.keep, { at, sheet: await packSheet(sheet) });
      } catch (error) {
        kernel.log.warn(
          { error: String(error) },
          'a paper of the virtual printer will be gone after a restart',
        );
        throw error;
      }
    },
  });
  const { port } = virtual;
  const row = await kernel.store.write(store.printers.placeVirtual, { name: NAME, host: LOOPBACK, port });
  if (row) return virtual;
  await virtual.close();
  return null;
}

async function keptPapers(kernel: Kernel, store: PrintStore): Promise<readonly KeptSheet[]> {
  const rows = await kernel.store.read(store.virtualPapers.list, null);
  const papers = await Promise.all(
    rows.map(async ({ id, at, sheet }) => {
      try {
        return [{ id, at, sheet: await unpackSheet(sheet) }];
      } catch (error) {
        kernel.log.warn({ paper: id, error: String(error) }, 'a paper of the virtual printer cannot be read');
        return [];
      }
    }),
  );
  return papers.flat();
}
