import { defaultLimits, kernelErrors, type Limits } from '@posthouse/kernel';

/** How many connections may be in no namespace, in all and of one address. */
export type OutsideBounds = Pick<Limits, 'connections' | 'perAddress'>;

/** Counts the connections that are in no namespace, of whom the kernel knows nothing. */
export class Outsiders {
  readonly #bounds: OutsideBounds;
  readonly #perAddress = new Map<string, number>();
  #all = 0;

  constructor(bounds: OutsideBounds = defaultLimits) {
    this.#bounds = bounds;
  }

  /** Why one more may not come from this address, in words; null: it may. */
  refusalFor(address: string): string | null {
    if ((this.#perAddress.get(address) ?? 0) >= this.#bounds.perAddress) {
      return kernelErrors.KERNEL_TOO_MANY_FROM_ADDRESS.text.en;
    }
    return this.#all < this.#bounds.connections ? null : kernelErrors.KERNEL_TOO_MANY_CONNECTIONS.text.en;
  }

  add(address: string): void {
    this.#all++;
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
  }

  delete(address: string): void {
    this.#all--;
    const left = this.#perAddress.get(address)! - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}
