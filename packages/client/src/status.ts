/** What the connection is doing. */
export type Status =
  | { readonly is: 'connecting' }
  | { readonly is: 'open'; readonly session: string }
  /** `wait` milliseconds until the next try. */
  | { readonly is: 'waiting'; readonly wait: number; readonly failures: number }
  /** For good: closed by this side, or refused in a way that another try would not mend. */
  | { readonly is: 'closed'; readonly code: number; readonly reason: string };

/** A value that can be read and watched. */
export class Observable<T> {
  #value: T;
  readonly #watchers = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const watch of this.#watchers) {
      watch(value);
      // A watcher has set a later one, which all have heard by now.
      if (this.#value !== value) return;
    }
  }

  /** Calls `watch` with every later value; the returned function stops that. */
  watch(watch: (value: T) => void): () => void {
    this.#watchers.add(watch);
    return () => void this.#watchers.delete(watch);
  }
}
