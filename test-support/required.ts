/**
 * What a test needs of the machine, or why it cannot run here. In CI a missing piece fails the run: a proof that is
 * skipped in silence proves nothing.
 */
export type Needed<T> = { readonly got: T } | { readonly missing: string };

/** Says the reason aloud and returns it, or throws it under `CI=true`. */
export function missing(what: string): { readonly missing: string } {
  if (process.env['CI'] === 'true') throw new Error(`CI must not skip this: ${what}`);
  console.warn(`SKIPPED: ${what}`);
  return { missing: what };
}
