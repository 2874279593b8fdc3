/** Milliseconds between the end of one load and the next: a busy printer must not make the page load without end. */
const PAUSE = 250;

/**
 * Loads when asked, one load at a time: what asks while one runs, or right after it, is served by one more. `after` is
 * the clock. `load` deals with its own failures.
 */
export function createRefresh(
  load: () => Promise<void>,
  after: (milliseconds: number, run: () => void) => void = (milliseconds, run) =>
    void setTimeout(run, milliseconds),
): () => void {
  let busy = false;
  let again = false;
  return function refresh() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    void load().finally(() => {
      after(PAUSE, () => {
        busy = false;
        if (!again) return;
        again = false;
        refresh();
      });
    });
  };
}
