import type { Id, Kernel } from '@posthouse/kernel';
import type { Renderer } from '@posthouse/printing';
import type { PrintStore } from '../store.ts';
import { changesPrinters, type StoredPrinter } from '../store/printers.ts';
import { DirectPrinter } from './printer.ts';

/** The hub's own drivers, one for each active printer that is driven directly; they follow the printers' rows. */
export class Fleet {
  readonly #kernel: Kernel;
  readonly #store: PrintStore;
  readonly #renderer: Renderer;
  readonly #printers = new Map<Id, DirectPrinter>();
  readonly #stopListening: () => void;
  #stopped = false;
  /** Looks follow each other; one that is asked for while one runs is made afterwards. */
  #looking: Promise<void> = Promise.resolve();

  constructor(kernel: Kernel, store: PrintStore, renderer: Renderer) {
    this.#kernel = kernel;
    this.#store = store;
    this.#renderer = renderer;
    this.#stopListening = kernel.store.onCommit((commit) => {
      if (changesPrinters(commit)) void this.look();
    });
  }

  stateOf(printer: Id): string | null {
    return this.#printers.get(printer)?.state ?? null;
  }

  /** Makes the drivers what the rows say. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#follow())
      .catch((error: unknown) => {
        this.#kernel.log.warn({ error: String(error) }, 'the printers could not be read');
      });
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    await this.#looking;
    await Promise.all([...this.#printers.values()].map((printer) => printer.close()));
    this.#printers.clear();
  }

  async #follow(): Promise<void> {
    if (this.#stopped) return;
    const rows = await this.#kernel.store.read(this.#store.printers.list, null);
    const wanted = new Map(rows.filter(isDirect).map((row) => [row.id, row]));
    for (const [id, printer] of this.#printers) {
      const row = wanted.get(id);
      if (row && sameWay(row, printer.settings)) continue;
      this.#printers.delete(id);
      await printer.close();
    }
    for (const [id, row] of wanted) {
      if (this.#printers.has(id)) continue;
      const printer = new DirectPrinter(row, this.#kernel, this.#store, this.#renderer);
      this.#printers.set(id, printer);
      await printer.open();
    }
  }
}

function isDirect({ driver, is_active, ip_address }: StoredPrinter): boolean {
  return driver === 'direct' && is_active && ip_address !== null;
}

function sameWay(one: StoredPrinter, other: StoredPrinter): boolean {
  return (
    one.ip_address === other.ip_address &&
    one.port === other.port &&
    one.paper_width === other.paper_width &&
    one.command_set === other.command_set
  );
}
