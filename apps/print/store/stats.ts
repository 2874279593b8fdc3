import type { Ms, Op, Tx } from '@posthouse/kernel';
import type { Stats } from '../contract.ts';
import type { JobState } from '../contract/states.ts';
import { startOfDay } from '../receipt/local-time.ts';
import { oldStatus } from '../rules.ts';
import { counts } from './status.ts';
import { tables } from './tables.ts';

/** The counters of the old pages (contract §9), in their five words; "today" begins at the shop's midnight. */
export function createStats(timezone: string): Op<null, Stats> {
  const midnight = startOfDay(timezone);
  return {
    name: 'print.stats',
    async run(tx) {
      const { jobs } = await counts.run(tx, null);
      const of = { pending: 0, printing: 0, completed: 0, failed: 0, cancelled: 0 };
      for (const [state, count] of Object.entries(jobs)) of[oldStatus(state as keyof typeof jobs)] += count;
      const printers = await tables(tx)
        .selectFrom('printer_config')
        .select('is_active')
        .where('deleted_at', 'is', null)
        .execute();
      const completedToday = await endedSince(tx, midnight(tx.now), ['completed', 'unconfirmed']);
      return {
        total_printers: printers.length,
        active_printers: printers.filter(({ is_active }) => is_active === 1).length,
        total_jobs: Object.values(of).reduce((sum, count) => sum + count, 0),
        pending_jobs: of.pending,
        printing_jobs: of.printing,
        completed_jobs: of.completed,
        failed_jobs: of.failed,
        cancelled_jobs: of.cancelled,
        completed_today: completedToday,
        today_completed: completedToday,
        today_failed: await endedSince(tx, midnight(tx.now), ['failed', 'uncertain', 'expired']),
      };
    },
  };
}

async function endedSince(tx: Tx, since: Ms, states: readonly JobState[]): Promise<number> {
  const { count } = await tables(tx)
    .selectFrom('print_job')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', 'in', states)
    .where('ended_at', '>=', since)
    .executeTakeFirstOrThrow();
  return count;
}
