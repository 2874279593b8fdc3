import type { Commit } from '@posthouse/kernel';

interface Place {
  /** undefined while its COMMIT is under way; null when it failed. */
  commit: Commit | null | undefined;
  readonly told: () => void;
}

/**
 * Tells commits in the order of their numbers. A transaction takes its place when it gets its number, which it does
 * while it locks out all others; the answers to two COMMITs on two connections may then arrive the other way round.
 */
export class CommitLine {
  readonly #tell: (commit: Commit) => void;
  readonly #places: Place[] = [];

  constructor(tell: (commit: Commit) => void) {
    this.#tell = tell;
  }

  /** Takes the next place. The returned function fills it, and resolves when its turn has come. */
  enter(): (commit: Commit | null) => Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const place: Place = { commit: undefined, told: resolve };
    this.#places.push(place);
    return (commit) => {
      place.commit = commit;
      this.#advance();
      return promise;
    };
  }

  #advance(): void {
    for (let first = this.#places[0]; first && first.commit !== undefined; first = this.#places[0]) {
      this.#places.shift();
      if (first.commit) this.#tell(first.commit);
      first.told();
    }
  }
}
