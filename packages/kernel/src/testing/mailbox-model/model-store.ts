import type { Catalog } from '../../durable/catalog.ts';
import { createClock } from '../../live/clock.ts';
import type { Clock, Ms } from '../../ports/base.ts';
import type { Commit, Op, Store } from '../../ports/store.ts';
import { createFakeClock } from '../fake-clock.ts';

/** How an adapter opens a store in this thread: a throw of `beforeCommit` fails it, one of `afterCommit` loses its replies. */
export type OpenInline = (
  catalog: Catalog,
  options: { clock: Clock; beforeCommit(): void; afterCommit(): void },
) => Promise<Store>;

type Attempt<R> = { readonly value: R } | 'refused' | 'no reply';

/** What the next commit meets. */
interface Faults {
  next: 'none' | 'fails' | 'reply lost';
}

/** A store whose commits can fail and whose replies can get lost, under a clock that the model moves. */
export class ModelStore implements Store {
  readonly clock: Clock & { leap(by: Ms): void };
  readonly epoch = 'model';
  readonly #inner: Store;
  readonly #faults: Faults;
  readonly #repliesBeforeCommit: boolean;
  readonly #listeners = new Set<(commit: Commit) => void>();
  readonly #advance: (span: Ms) => void;
  #pending = 0;

  private constructor(
    inner: Store,
    faults: Faults,
    clock: ModelStore['clock'],
    advance: (span: Ms) => void,
    early: boolean,
  ) {
    this.#inner = inner;
    this.#faults = faults;
    this.clock = clock;
    this.#advance = advance;
    this.#repliesBeforeCommit = early;
    inner.onCommit((commit) => {
      for (const listener of this.#listeners) listener(commit);
    });
  }

  /** `repliesBeforeCommit` is a planted bug: every write is answered as if it could not fail. */
  static async open(open: OpenInline, catalog: Catalog, repliesBeforeCommit: boolean): Promise<ModelStore> {
    const source = createFakeClock();
    const hub = createClock({
      wall: () => source.now(),
      mono: () => source.mono(),
      sleep: (wait, fn) => source.after(wait, fn),
    });
    const clock = { ...hub, leap: (by: Ms) => source.leap(by) };
    const faults: Faults = { next: 'none' };
    const inner = await open(catalog, {
      clock,
      beforeCommit() {
        if (faults.next === 'fails') throw new Error('the disk is full');
      },
      afterCommit() {
        if (faults.next === 'reply lost') throw new Error('the process is gone');
      },
    });
    return new ModelStore(inner, faults, clock, (span) => source.advance(span), repliesBeforeCommit);
  }

  write<A, R>(op: Op<A, R>, args: A): Promise<R> {
    return this.#counted(this.#inner.write(op, args));
  }

  read<A, R>(op: Op<A, R>, args: A): Promise<R> {
    return this.#counted(this.#inner.read(op, args));
  }

  once: Store['once'] = (op, args, once) => this.#counted(this.#inner.once(op, args, once));

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** A write as a caller meets it: kept, refused, or never answered. */
  async attempt<A, R>(op: Op<A, R>, args: A, fault: Faults['next'] = 'none'): Promise<Attempt<R>> {
    this.#faults.next = fault;
    try {
      return { value: await this.write(op, args) };
    } catch {
      if (fault === 'reply lost') return 'no reply';
      return this.#repliesBeforeCommit ? { value: -1 as R } : 'refused';
    } finally {
      this.#faults.next = 'none';
    }
  }

  /** The process died: nobody of it hears of commits any more. */
  forgetListeners(): void {
    this.#listeners.clear();
  }

  /** Until no op is under way and nothing that an op's end set off has started another. */
  async atRest(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet = this.#pending === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Lets time pass in steps, so that what comes due has its say before more does. */
  async pass(time: Ms): Promise<void> {
    for (let left = time; left > 0; left -= 20_000) {
      this.#advance(Math.min(left, 20_000));
      await this.atRest();
    }
  }

  #counted<T>(work: Promise<T>): Promise<T> {
    this.#pending++;
    return work.finally(() => {
      this.#pending--;
    });
  }
}
