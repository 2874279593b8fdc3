import {
  isRefusal,
  refuse,
  type Id,
  type Kernel,
  type Key,
  type Ms,
  type Peer,
  type Refusal,
} from '@posthouse/kernel';
import type { Live } from './live.ts';
import { ANY, PAPERS, printerKey, printerOfKey } from './rules.ts';
import type { PrintStore } from './store.ts';
import { printersRoom } from './store/printers.ts';

/** Agents ask again every ten seconds: one that has not for this long is gone, or has what it wants. */
const REMEMBERED: Ms = 35_000;
const MOST = 64;

/** An agent that asks for a printer that is not there. */
export interface Stray {
  readonly printer_id: Id;
  /** Whose token it came with. */
  readonly name: string;
  readonly address: string;
}

/** Agents with a wrong number: each is refused when it asks, and shown while it goes on asking. */
export class Strays {
  readonly #asked = new Map<string, { readonly stray: Stray; readonly at: Ms }>();

  note(stray: Stray, now: Ms): void {
    const id = JSON.stringify(stray);
    this.#asked.delete(id);
    this.#asked.set(id, { stray, at: now });
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MOST) this.#asked.delete(oldest!);
  }

  /** Its printer is there now. */
  forget(printer: Id): void {
    for (const [id, { stray }] of this.#asked) if (stray.printer_id === printer) this.#asked.delete(id);
  }

  /** `now`: of the monotonic clock, as in `note`. */
  list(now: Ms): readonly Stray[] {
    return [...this.#asked.values()].flatMap(({ stray, at }) => (now - at < REMEMBERED ? [stray] : []));
  }
}

/** Whoever holds papers over the native protocol holds those of a printer that is there, or the shared ones. */
export async function admitHolder(
  store: PrintStore,
  { strays }: Live,
  { peer, key, kernel }: { peer: Peer; key: Key; kernel: Kernel },
): Promise<Refusal | null> {
  if (key === ANY) return null;
  const id = printerOfKey(key);
  if (id === null || key !== printerKey(id)) return refuse('PRINT_PRINTER_UNKNOWN', { key });
  const printer = await kernel.store.read(store.printers.get, { id });
  if (!isRefusal(printer)) {
    strays.forget(id);
    return null;
  }
  strays.note({ printer_id: id, name: peer.principal.id, address: peer.address }, kernel.clock.mono());
  return printer;
}

/** Whoever holds the papers of a printer that is deleted is told so. */
export function dismissHolders(kernel: Kernel): () => void {
  return kernel.store.onCommit(({ publications }) => {
    for (const { room, message } of publications) {
      if (room !== printersRoom.name) continue;
      const { id, deleted } = message as { readonly id: Id; readonly deleted?: true };
      if (!deleted) continue;
      kernel.boxes.dismiss(PAPERS, printerKey(id)).catch((error: unknown) => {
        kernel.log.warn(
          { printer: id, error: String(error) },
          'the papers of a deleted printer are still held',
        );
      });
    }
  });
}
