import { choice, pageOf, queryOf, whole, type Query } from '../../design/query.ts';
import { JOB_STATUSES, type JobStatus } from './looks.ts';

/** Which jobs are shown; it lives in the address bar. */
export interface JobFilter {
  readonly status: JobStatus | null;
  readonly printer: number | null;
  /** Number of an order. */
  readonly order: number | null;
  readonly page: number;
}

/** What the address bar asks for; what makes no sense is left out. */
export function readFilter({ status, printer, order, page }: Query): JobFilter {
  return {
    status: choice(status, JOB_STATUSES),
    printer: whole(printer),
    order: whole(order),
    page: whole(page) ?? 1,
  };
}

/** The address bar's part of a filter; what is at its default is left out. */
export function writeFilter({ page, ...filter }: JobFilter): Record<string, string> {
  return queryOf({ ...filter, page: pageOf(page) });
}

/** The query of `GET /api/print/jobs`. */
export function jobsQuery({ status, printer, order, page }: JobFilter, size: number): string {
  const query = queryOf({ page, size, status, printer_id: printer, order_id: order });
  return new URLSearchParams(query).toString();
}

/** Whether a job that has just changed belongs to what is shown. */
export function passes(
  { status, printer, order }: JobFilter,
  job: { readonly status: string; readonly printer_id: number | null; readonly order_id: number | null },
): boolean {
  return (
    (status === null || job.status === status) &&
    (printer === null || job.printer_id === printer) &&
    (order === null || job.order_id === order)
  );
}
