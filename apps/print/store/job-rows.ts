import type { Id, Tx } from '@posthouse/kernel';
import type { Job } from '../contract.ts';
import { toJob } from './shapes.ts';
import { tables } from './tables.ts';

/** Jobs with their printers' names and without their long contents. */
export function selectJobs(tx: Tx) {
  return tables(tx)
    .selectFrom('print_job')
    .leftJoin('printer_config', 'printer_config.id', 'print_job.printer_id')
    .select([
      'print_job.id',
      'order_id',
      'printer_id',
      'printer_config.name as printer_name',
      'job_type',
      'status',
      'copies',
      'priority',
      'print_job.created_at',
      'started_at',
      'completed_at',
      'ended_at',
      'error_message',
      'retry_count',
      'max_retries',
      'evidence',
      'reprint_of',
      'reprint',
    ]);
}

export async function jobsOfOrder(tx: Tx, order: Id): Promise<Job[]> {
  const rows = await selectJobs(tx).where('order_id', '=', order).orderBy('print_job.id').execute();
  return rows.map(toJob);
}
