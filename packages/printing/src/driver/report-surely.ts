import type { Clock, Id, Lease, Ms, Report } from '@posthouse/kernel';

const FIRST_WAIT: Ms = 200;
const LONGEST_WAIT: Ms = 5_000;

export interface Surely {
  readonly clock: Clock;
  readonly lease: Lease;
  /** Whether the holder is going: then it is tried no more. */
  readonly over: () => boolean;
  /** Milliseconds after which the mailbox's silence may as well end it unknown; for ever by default. */
  readonly patience?: Ms;
}

/** Says how a paper ended, again while the store cannot write: the paper is out, and only this holder knows. */
export async function reportSurely(
  { clock, lease, over, patience = Infinity }: Surely,
  item: Id,
  report: Report,
): Promise<void> {
  const until = clock.mono() + patience;
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 2)) {
    try {
      return await lease.report(item, report);
    } catch (error) {
      if (over() || clock.mono() >= until) throw error;
    }
    await new Promise<void>((resolve) => void clock.after(wait, resolve));
  }
}
