/** What one `/getParams` brought: its whole query. */
export type Params = Readonly<Record<string, unknown>>;

/** Waiting while nobody listens, and per listener that lags. Beyond it the oldest goes. */
const BOUND = 100;

/**
 * What `/getParams` hands to everybody who listens, on either variant's port. Without a listener it waits for the first.
 * In memory alone: these variants know no station, so that there is nobody to keep a job for.
 */
export class Feed {
  readonly #listeners = new Set<(params: Params) => void>();
  #waiting = createBacklog<Params>();

  publish(params: Params): void {
    if (this.#listeners.size === 0) this.#waiting.push(params);
    for (const listener of this.#listeners) listener(params);
  }

  /** The returned function stops listening. */
  listen(listener: (params: Params) => void): () => void {
    this.#listeners.add(listener);
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) listener(next);
    return () => void this.#listeners.delete(listener);
  }
}

/** A first-in-first-out list of bounded length. */
export function createBacklog<T>() {
  const items: T[] = [];
  return {
    push(item: T): void {
      if (items.push(item) > BOUND) items.shift();
    },
    shift: (): T | undefined => items.shift(),
  };
}
