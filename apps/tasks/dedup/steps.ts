/** A long computation that can be left between its steps: each yields which share of it is done, from 0 to 1. */
export type Steps<R> = Generator<number, R, undefined>;

/** Runs it to its end. */
export function finish<R>(steps: Steps<R>): R {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A part of a longer one: what it yields are shares `from` to `to` of the whole. */
export function* within<R>(from: number, to: number, steps: Steps<R>): Steps<R> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}
