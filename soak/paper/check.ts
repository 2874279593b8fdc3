import type { Job } from '../orders/shop.ts';
import type { Floor } from './truth.ts';

export interface Evidence {
  /** Order ids that were answered 2xx, by their number on the paper. */
  readonly orders: ReadonlyMap<number, number>;
  readonly jobs: readonly Job[];
  /** By the printer's name. */
  readonly floors: ReadonlyMap<string, Floor>;
  /** Uncertain papers that the interruptions can explain, by the printer's name. */
  readonly explained: ReadonlyMap<string, number>;
  /** Orders that a restored backup had not: the hub may know nothing of them. */
  readonly gone: ReadonlySet<number>;
  /** Papers that a restored backup put to a person: nobody can have evidence of them. */
  readonly setBack: number;
}

export interface PrinterTally {
  papers: number;
  completed: number;
  uncertain: number;
  /** Of the uncertain ones: how many lie there whole, torn, not at all. */
  uncertainWhole: number;
  uncertainTorn: number;
  uncertainAbsent: number;
  explained: number;
}

export interface Verdict {
  readonly faults: readonly string[];
  readonly tallies: ReadonlyMap<string, PrinterTally>;
  /** Of all papers, those that ended with evidence. */
  readonly proven: number;
}

const ENOUGH = 0.95;

/** Holds what the hub says against what lies on the floor. */
export function check({ orders, jobs, floors, explained, gone, setBack }: Evidence): Verdict {
  const faults: string[] = [];
  const tallies = new Map<string, PrinterTally>();
  const byPlace = Map.groupBy(jobs, (job) => `${job.printer_name}/${job.order_id}`);
  for (const [printer, floor] of floors) {
    const tally: PrinterTally = {
      papers: floor.papers,
      completed: 0,
      uncertain: 0,
      uncertainWhole: 0,
      uncertainTorn: 0,
      uncertainAbsent: 0,
      explained: explained.get(printer) ?? 0,
    };
    tallies.set(printer, tally);
    for (const [order, times] of floor.seen) {
      if (times > 1) faults.push(`doubled: ${printer} printed order ${order} ${times} times`);
    }
    for (const [order, id] of orders) {
      const found = byPlace.get(`${printer}/${id}`) ?? [];
      if (found.length === 0 && gone.has(order)) continue;
      if (found.length === 1) faults.push(...judge(printer, order, found[0]!, floor, tally));
      else faults.push(`order ${order} has ${found.length} jobs at ${printer}`);
    }
    if (tally.uncertain > tally.explained) {
      faults.push(`${printer}: ${tally.uncertain} uncertain, ${tally.explained} interruptions explain them`);
    }
  }
  const all = [...tallies.values()];
  const completed = all.reduce((sum, tally) => sum + tally.completed, 0);
  const uncertain = all.reduce((sum, tally) => sum + tally.uncertain, 0);
  // As many as the backups left open could not be proven.
  const proven = completed / Math.max(1, completed + Math.max(0, uncertain - setBack));
  if (proven < ENOUGH) faults.push(`only ${(proven * 100).toFixed(1)} % of the papers ended with evidence`);
  return { faults, tallies, proven };
}

function judge(printer: string, order: number, job: Job, floor: Floor, tally: PrinterTally): string[] {
  if (job.status === 'completed') {
    tally.completed++;
    return floor.whole.has(order) ? [] : [`lost: job ${job.id} (order ${order}) of ${printer} is completed`];
  }
  if (job.status !== 'uncertain') return [`job ${job.id} (order ${order}) of ${printer} ended ${job.status}`];
  tally.uncertain++;
  if (floor.whole.has(order)) tally.uncertainWhole++;
  else if (floor.seen.has(order)) tally.uncertainTorn++;
  else tally.uncertainAbsent++;
  return [];
}
