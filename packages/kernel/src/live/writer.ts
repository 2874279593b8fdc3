/** Something with publications of this tick, to be spread over its members. */
export interface Source {
  spread(): void;
}

/** Something with frames to write. */
export interface Outlet {
  flush(): void;
}

/** Runs something once, after the events at hand: `setImmediate` in Node. */
export type Tick = (run: () => void) => void;

/**
 * Gathers what a tick produces and writes it at its end: rooms spread their publications as shared batches, then
 * each peer that got something is flushed once (K8). The work per publication does not depend on how many listen.
 */
export class Writer {
  readonly #tick: Tick;
  #sources: Source[] = [];
  #outlets: Outlet[] = [];
  #scheduled = false;
  #last = false;
  readonly #failed: (error: unknown) => void;
  readonly #run = () => this.flush();

  /** `failed` hears what a source throws: the others of the tick are still owed. */
  constructor(tick: Tick, failed: (error: unknown) => void) {
    this.#tick = tick;
    this.#failed = failed;
  }

  /** Asks for `spread` once in this tick. */
  source(source: Source): void {
    this.#sources.push(source);
    this.#schedule();
  }

  /** Asks for `flush` once in this tick. */
  outlet(outlet: Outlet): void {
    this.#outlets.push(outlet);
    this.#schedule();
  }

  /**
   * True while the last source of the tick spreads: whoever has got nothing before gets nothing after, and may write
   * at once. In a crowd of thousands that saves walking over all of them a second time, out of the cache.
   */
  get last(): boolean {
    return this.#last;
  }

  /** Spreads now what rooms have gathered, so that what is sent next comes after it. */
  spread(): void {
    while (this.#sources.length > 0) {
      const sources = this.#sources;
      this.#sources = [];
      for (const source of sources) this.#spread(source);
    }
  }

  flush(): void {
    this.#scheduled = false;
    while (this.#sources.length > 0) {
      const sources = this.#sources;
      this.#sources = [];
      sources.forEach((source, index) => {
        this.#last = index === sources.length - 1;
        this.#spread(source);
      });
      this.#last = false;
    }
    const outlets = this.#outlets;
    this.#outlets = [];
    for (const outlet of outlets) outlet.flush();
  }

  #spread(source: Source): void {
    try {
      source.spread();
    } catch (error) {
      this.#failed(error);
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#tick(this.#run);
  }
}
