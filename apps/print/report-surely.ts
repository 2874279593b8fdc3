import type { Clock, Id, Lease, Ms, Report } from '@posthouse/kernel';

const FIRST_WAIT: Ms = 200;
const LAST_WAIT: Ms = 10_000;

/**
 * Says how a paper ended, again while the store cannot write: the paper is out, and only this holder knows. Gives up
 * when `over` says that the holder is going, or after about thirteen seconds; then the mailbox's silence ends it unknown.
 */
export async function reportSurely(
  clock: Clock,
  lease: Lease,
  item: Id,
  report: Report,
  over: () => boolean,
): Promise<void> {
  for (let wait = FIRST_WAIT; ; wait *= 2) {
    try {
      return await lease.report(item, report);
    } catch (error) {
      if (over() || wait > LAST_WAIT) throw error;
    }
    await new Promise<void>((resolve) => void clock.after(wait, resolve));
  }
}
