import type { Ms } from '../ports/base.ts';

/** Width of a slot: how late an entry may fire. It never fires early. */
const SLOT: Ms = 5;
const SLOTS = 1_024;

interface Entry {
  /** Number of the slot since the beginning of `mono`. */
  readonly due: number;
  readonly fn: () => void;
}

/** A real timer: calls `fn` after `wait`; the returned function cancels it. */
export type Sleep = (wait: Ms, fn: () => void) => () => void;

/**
 * A hashed timer wheel (Varghese and Lauck 1987): adding and cancelling cost the same for ten entries or a
 * million. The process sleeps on one real timer, until the next slot that holds anything. An entry that throws
 * does not stop the others.
 */
export class TimerWheel {
  readonly #slots: readonly Set<Entry>[] = Array.from({ length: SLOTS }, () => new Set<Entry>());
  readonly #mono: () => Ms;
  readonly #sleep: Sleep;
  #size = 0;
  /** The last slot whose due entries have fired. */
  #reached: number;
  #wakeAt = Infinity;
  #cancelSleep: () => void = () => {};

  constructor(mono: () => Ms, sleep: Sleep) {
    this.#mono = mono;
    this.#sleep = sleep;
    this.#reached = Math.floor(mono() / SLOT);
  }

  /** Entries that wait. */
  get size(): number {
    return this.#size;
  }

  add(wait: Ms, fn: () => void): () => void {
    const mono = this.#mono();
    if (this.#size === 0) this.#reached = Math.max(this.#reached, Math.floor(mono / SLOT) - 1);
    const due = Math.max(Math.ceil((mono + Math.max(0, wait)) / SLOT), this.#reached + 1);
    const entry: Entry = { due, fn };
    this.#slotOf(due).add(entry);
    this.#size++;
    if (due < this.#wakeAt) this.#sleepUntil(due);
    return () => {
      if (this.#remove(entry) && this.#size === 0) this.#rest();
    };
  }

  #slotOf(due: number): Set<Entry> {
    return this.#slots[due % SLOTS]!;
  }

  #remove(entry: Entry): boolean {
    const removed = this.#slotOf(entry.due).delete(entry);
    if (removed) this.#size--;
    return removed;
  }

  /** Nothing waits any more: a real timer would only keep the process alive. */
  #rest(): void {
    this.#cancelSleep();
    if (this.#wakeAt !== -Infinity) this.#wakeAt = Infinity;
  }

  #sleepUntil(slot: number): void {
    this.#cancelSleep();
    this.#wakeAt = slot;
    this.#cancelSleep = this.#sleep(Math.max(0, slot * SLOT - this.#mono()), () => this.#turn());
  }

  #turn(): void {
    const now = Math.floor(this.#mono() / SLOT);
    // Nothing that the entries add may start a sleep of its own: one is chosen at the end.
    this.#wakeAt = -Infinity;
    try {
      // After a long sleep one lap is enough: every due entry is in one of its slots.
      for (let slot = Math.max(this.#reached + 1, now - SLOTS + 1); slot <= now; slot++) {
        this.#reached = slot - 1;
        this.#fire(slot, now);
      }
      this.#reached = Math.max(this.#reached, now);
    } finally {
      this.#sleepOn();
    }
  }

  #fire(slot: number, now: number): void {
    // A Set may be changed while it is walked: what is cancelled is skipped, what is new is not due yet.
    for (const entry of this.#slotOf(slot)) {
      if (entry.due <= now && this.#remove(entry)) entry.fn();
    }
  }

  #sleepOn(): void {
    this.#wakeAt = Infinity;
    if (this.#size === 0) return;
    for (let slot = this.#reached + 1; slot <= this.#reached + SLOTS; slot++) {
      if (this.#slotOf(slot).size > 0) return this.#sleepUntil(slot);
    }
  }
}
