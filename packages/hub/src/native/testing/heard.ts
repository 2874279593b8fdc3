/** A list that can be awaited: what a callback was told, in order. */
export class Heard<T> {
  readonly all: T[] = [];
  #waiting: (() => void)[] = [];

  readonly add = (value: T): void => {
    this.all.push(value);
    for (const look of this.#waiting.splice(0)) look();
  };

  /** Resolves with everything heard as soon as `enough` says so. */
  async until(enough: (all: readonly T[]) => boolean): Promise<readonly T[]> {
    while (!enough(this.all)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    return this.all;
  }

  count(n: number): Promise<readonly T[]> {
    return this.until((all) => all.length >= n);
  }
}
