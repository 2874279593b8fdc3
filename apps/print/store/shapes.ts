import type { Ms } from '@posthouse/kernel';
import { maskPhone } from '@posthouse/protocol';
import type { Selectable } from 'kysely';
import type { Job, Printer } from '../contract.ts';
import type { JobTable, PrinterTable } from './tables.ts';

/** Our times on the wire: ISO 8601, UTC. */
export const iso = (at: Ms): string => new Date(at).toISOString();
export const maybeIso = (at: Ms | null): string | null => (at === null ? null : iso(at));

export function toJob(
  row: Omit<Selectable<JobTable>, 'print_content' | 'markup' | 'print_data'> & {
    printer_name: string | null;
  },
): Job {
  return {
    id: row.id,
    order_id: row.order_id,
    printer_id: row.printer_id,
    printer_name: row.printer_name,
    job_type: row.job_type,
    status: row.status,
    copies: row.copies,
    priority: row.priority,
    created_at: iso(row.created_at),
    started_at: maybeIso(row.started_at),
    completed_at: maybeIso(row.completed_at),
    error_message: row.error_message,
    retry_count: row.retry_count,
    max_retries: row.max_retries,
    evidence: row.evidence,
    reprint_of: row.reprint_of,
    reprint: row.reprint,
  };
}

/** A printer as its row says; whether somebody holds it is known on the main thread alone. */
export function toPrinter(row: Selectable<PrinterTable>): Omit<Printer, 'connected'> {
  return {
    id: row.id,
    name: row.name,
    ip_address: row.ip_address,
    port: row.port,
    printer_type: row.printer_type,
    paper_width: row.paper_width,
    is_active: row.is_active === 1,
    auto_print_orders: row.auto_print_orders === 1,
    print_copies: row.print_copies,
    description: row.description,
    driver: row.driver,
    virtual: row.virtual === 1,
    categories: [...categoriesOf(row)],
    ticket: row.ticket,
    command_set: row.command_set,
    fallback_id: row.fallback_id,
    paused: row.paused === 1,
    confirms: row.confirms,
    state: row.state,
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
  };
}

/** The item categories a printer prints; empty: all. */
export function categoriesOf({
  categories,
}: Pick<Selectable<PrinterTable>, 'categories'>): readonly string[] {
  return categories === null ? [] : (JSON.parse(categories) as string[]);
}

/** For whoever may not see customers' numbers. */
export function masked<T extends { readonly customer_phone: string | null }>(order: T): T {
  const phone = order.customer_phone;
  return phone === null ? order : { ...order, customer_phone: maskPhone(phone) };
}
