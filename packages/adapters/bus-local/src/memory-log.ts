import type { Ms, Pos } from '@posthouse/kernel';

export interface LogEntry {
  readonly pos: Pos;
  readonly entry: string;
}

/** One log of the bus: a ring that forgets by count and by age, and knows what it has forgotten. */
export class MemoryLog {
  readonly #epoch: string;
  #entries: (LogEntry & { readonly at: Ms })[] = [];
  #seq = 0;

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  get head(): Pos {
    return { epoch: this.#epoch, seq: this.#seq };
  }

  append(entry: string, keep: { count: number; age: Ms }, now: Ms): Pos {
    this.#seq++;
    const pos = this.head;
    this.#entries.push({ pos, entry, at: now });
    this.#forget(keep, now);
    return pos;
  }

  /** Everything after `pos`, or 'gap' when some of it is forgotten or `pos` is not of this log. */
  since({ epoch, seq }: Pos): readonly LogEntry[] | 'gap' {
    if (epoch !== this.#epoch || seq > this.#seq) return 'gap';
    const first = this.#seq - this.#entries.length + 1;
    if (seq + 1 < first) return 'gap';
    return this.#entries.slice(seq + 1 - first).map(({ pos, entry }) => ({ pos, entry }));
  }

  /** Cuts in halves of the bound, so that the price of moving the rest is shared by many entries. */
  #forget({ count, age }: { count: number; age: Ms }, now: Ms): void {
    const over = this.#entries.length - count;
    const aged = this.#entries[0]!.at < now - 2 * age;
    if (over < count / 2 && !aged) return;
    const fresh = this.#entries.findIndex(({ at }) => at >= now - age);
    this.#entries.splice(0, Math.max(over, fresh));
  }
}
