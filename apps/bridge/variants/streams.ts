import { defaultLimits, refuse, type Limits, type Refusal } from '@posthouse/kernel';

/** How many streams may be open, in all and of one address. */
export type StreamBounds = Pick<Limits, 'connections' | 'perAddress'>;

/** Counts the open event streams, of which the kernel knows nothing: each is a reply, not a connection. */
export class Streams {
  readonly #bounds: StreamBounds;
  readonly #perAddress = new Map<string, number>();
  #all = 0;

  constructor(bounds: StreamBounds = defaultLimits) {
    this.#bounds = bounds;
  }

  /** Counts one more of this address. The returned function, to be called once, takes it back. */
  enter(address: string): Refusal | (() => void) {
    const own = this.#perAddress.get(address) ?? 0;
    if (own >= this.#bounds.perAddress) return refuse('KERNEL_TOO_MANY_FROM_ADDRESS');
    if (this.#all >= this.#bounds.connections) return refuse('KERNEL_TOO_MANY_CONNECTIONS');
    this.#all++;
    this.#perAddress.set(address, own + 1);
    return () => this.#leave(address);
  }

  #leave(address: string): void {
    this.#all--;
    const left = this.#perAddress.get(address)! - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}
