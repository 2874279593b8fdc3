import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '../orders/shop.ts';

const AT_ONCE = 4;
const LOOK = 20;

export interface OrderingOptions {
  readonly shop: Shop;
  readonly orders: number;
  /** Papers that have come out by now. */
  readonly printed: () => number;
  /** Papers of one order. */
  readonly each: number;
}

/** The shop at work: orders come while papers print, so that faults fall on both. */
export class Ordering {
  /** Orders that were confirmed: their number on the paper → their id at the hub. */
  readonly confirmed = new Map<number, number>();
  readonly done: Promise<void>;
  #pause: PromiseWithResolvers<void> | null = null;
  #asking = 0;
  /** Papers that the hub has forgotten: they may never come out, and are not waited for. */
  forgotten = 0;

  constructor({ shop, orders, printed, each }: OrderingOptions) {
    const queue = Array.from({ length: orders }, (_, index) => index + 1).values();
    const seller = async () => {
      for (const n of queue) {
        await this.#pause?.promise;
        this.#asking++;
        this.confirmed.set(n, await shop.order(n));
        this.#asking--;
        while (n * each > printed() + this.forgotten + AT_ONCE * 10) await sleep(LOOK);
      }
    };
    this.done = Promise.all(Array.from({ length: AT_ONCE }, seller)).then(() => undefined);
  }

  /** Resolves when nobody asks the hub for anything. */
  async pause(): Promise<void> {
    this.#pause = Promise.withResolvers<void>();
    while (this.#asking > 0) await sleep(LOOK);
  }

  resume(forgotten: number): void {
    this.forgotten += forgotten;
    this.#pause?.resolve();
    this.#pause = null;
  }
}
