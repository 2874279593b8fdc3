import type { JobStatus } from './looks.ts';
import { JOB_STATUSES } from './looks.ts';

/** Which jobs are shown; it lives in the address bar. */
export interface JobFilter {
  readonly status: JobStatus | null;
  readonly printer: number | null;
  /** Number of an order. */
  readonly order: number | null;
  readonly page: number;
}

/** A query of the address bar: each name once or, when somebody wrote it by hand, several times. */
export type Query = Readonly<Record<string, unknown>>;

/** What the address bar asks for; what makes no sense is left out. */
export function readFilter(query: Query): JobFilter {
  const status = first(query['status']);
  return {
    status: JOB_STATUSES.find((known) => known === status) ?? null,
    printer: whole(query['printer']),
    order: whole(query['order']),
    page: whole(query['page']) ?? 1,
  };
}

/** The address bar's part of a filter; what is at its default is left out. */
export function writeFilter({ status, printer, order, page }: JobFilter): Record<string, string> {
  return {
    ...(status !== null && { status }),
    ...(printer !== null && { printer: String(printer) }),
    ...(order !== null && { order: String(order) }),
    ...(page > 1 && { page: String(page) }),
  };
}

/** The query of `GET /api/print/jobs`. */
export function jobsQuery({ status, printer, order, page }: JobFilter, size: number): string {
  const query = new URLSearchParams({ page: String(page), size: String(size) });
  if (status !== null) query.set('status', status);
  if (printer !== null) query.set('printer_id', String(printer));
  if (order !== null) query.set('order_id', String(order));
  return query.toString();
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

/** A positive whole number as people write it: `#456`, `456`. */
export function whole(value: unknown): number | null {
  const found = /^\s*#?([1-9]\d{0,8})\s*$/.exec(first(value) ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

function first(value: unknown): string | null {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : null;
}
