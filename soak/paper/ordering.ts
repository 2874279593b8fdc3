import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '../orders/shop.ts';

const AT_ONCE = 4;
const LOOK = 20;
/** Jobs that wait at all printers together. */
const MOST_WAITING = 40;

export interface OrderingOptions {
  readonly shop: Shop;
  readonly orders: number;
}

/** The shop at work: orders come while papers print, so that faults fall on both. */
export class Ordering {
  /** Orders that were confirmed: their number on the paper → their id at the hub. */
  readonly confirmed = new Map<number, number>();
  readonly done: Promise<void>;
  #pause: PromiseWithResolvers<void> | null = null;
  #asking = 0;

  constructor({ shop, orders }: OrderingOptions) {
    const queue = Array.from({ length: orders }, (_, index) => index + 1).values();
    const seller = async () => {
      for (const n of queue) {
        await this.#pause?.promise;
        this.#asking++;
        this.confirmed.set(n, await shop.order(n));
        this.#asking--;
        while ((await shop.waiting()) > MOST_WAITING) await sleep(LOOK);
      }
    };
    this.done = Promise.all(Array.from({ length: AT_ONCE }, seller)).then(() => undefined);
  }

  /** Resolves when nobody asks the hub for anything. */
  async pause(): Promise<void> {
    this.#pause = Promise.withResolvers<void>();
    while (this.#asking > 0) await sleep(LOOK);
  }

  resume(): void {
    this.#pause?.resolve();
    this.#pause = null;
  }
}
