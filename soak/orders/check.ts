import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Printed } from './printed.ts';
import type { Job } from './shop.ts';

export interface Evidence {
  /** Orders whose confirmation was answered 2xx. */
  readonly confirmed: readonly number[];
  readonly jobs: readonly Job[];
  readonly printed: readonly Printed[];
  readonly kills: readonly number[];
  /** The client that reports, and the one that never does. */
  readonly speaker: string;
  readonly mute: string;
}

/** Everything that is wrong; an empty list is what is wanted. */
export function check(evidence: Evidence): string[] {
  return [
    ...everyOrderHasItsJob(evidence),
    ...endsAreAllowed(evidence),
    ...nothingTwice(evidence),
    ...attemptsGrowByRefusal(evidence),
    ...questionsComeFromKills(evidence),
    ...completedWasPrinted(evidence),
  ];
}

function everyOrderHasItsJob({ confirmed, jobs }: Evidence): string[] {
  const count = Map.groupBy(jobs, (job) => job.order_id);
  return confirmed.flatMap((order) => {
    const found = count.get(order)?.length ?? 0;
    return found === 1 ? [] : [`order ${order} was answered 2xx and has ${found} jobs`];
  });
}

function endsAreAllowed({ jobs, speaker }: Evidence): string[] {
  return jobs.flatMap((job) => {
    const allowed = job.printer_name === speaker ? ['completed', 'uncertain'] : ['unconfirmed'];
    return allowed.includes(job.status) ? [] : [`job ${job.id} of ${job.printer_name} ended ${job.status}`];
  });
}

function nothingTwice({ printed }: Evidence): string[] {
  return [...Map.groupBy(printed, ({ paper }) => paper)].flatMap(([paper, times]) =>
    times.length === 1 ? [] : [`paper ${paper} was sent ${times.length} times`],
  );
}

function attemptsGrowByRefusal({ jobs }: Evidence): string[] {
  return jobs.flatMap(({ id, papers, history }) =>
    papers.flatMap(({ copy, attempt }) => {
      const refused = history.filter((event) => event.copy === copy && event.what === 'refused').length;
      return attempt === 1 + refused
        ? []
        : [`job ${id}/${copy} is at attempt ${attempt} after ${refused} refusals`];
    }),
  );
}

/** An uncertain paper was begun before a kill and given up after it; each kill makes at most one per client. */
function questionsComeFromKills({ jobs, kills }: Evidence): string[] {
  const faults: string[] = [];
  const taken = new Set<string>();
  for (const job of jobs.filter(({ status }) => status === 'uncertain')) {
    const at = (what: string) => Date.parse(job.history.findLast((event) => event.what === what)?.at ?? '');
    const kill = kills.findIndex((moment) => at('started') <= moment && moment <= at('unknown'));
    const place = `${job.printer_name} at kill ${kill + 1}`;
    if (kill === -1) faults.push(`job ${job.id} is uncertain without a kill`);
    else if (taken.has(place)) faults.push(`a second uncertain job of ${place}: ${job.id}`);
    taken.add(place);
  }
  return faults;
}

function completedWasPrinted({ jobs, printed }: Evidence): string[] {
  const papers = new Set(printed.map(({ job }) => job));
  return jobs.flatMap((job) =>
    job.status === 'completed' && !papers.has(job.id)
      ? [`job ${job.id} is completed and never came out`]
      : [],
  );
}

/** After the hub has gone: every paper agrees with its mailbox item, every job of one copy with its paper. */
export function disagreements(folder: string): number {
  const database = new DatabaseSync(join(folder, 'core.db'), { readOnly: true });
  try {
    const row = database
      .prepare(
        `select count(*) as count from print_job job
         join print_paper paper on paper.job_id = job.id left join item on item.id = paper.item_id
         where job.status <> paper.status or not coalesce(case
           when item.state = 'waiting' then paper.status = 'waiting'
           when item.state = 'started' then paper.status = 'printing'
           when item.how = 'done' then paper.status in ('completed', 'unconfirmed')
           when item.how = 'refused' then paper.status = 'failed'
           when item.how = 'unknown' then paper.status in ('uncertain', 'unconfirmed', 'completed')
           when item.how = 'expired' then paper.status = 'expired'
           when item.how = 'revoked' then paper.status = 'cancelled' end, 0)`,
      )
      .get() as { count: number };
    return row.count;
  } finally {
    database.close();
  }
}
