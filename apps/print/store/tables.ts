import { identity, type Id, type Key, type Migration, type Ms, type Tx } from '@posthouse/kernel';
import { sql, type Generated, type Kysely } from 'kysely';
import type { Evidence, JobState, JobType, OrderStatus } from '../contract/states.ts';

export type Driver = 'client' | 'direct' | 'agent';
export type Ticket = 'receipt' | 'kitchen';
export type CommandSetName = 'escpos' | 'generic' | 'star';
export type Confirms = 'process-id' | 'buffer' | 'none';
/** Whether a print client ever reports: `mute` after one silence, `speaks` from its first status on. */
export type Voice = 'unknown' | 'mute' | 'speaks';

export interface OrderTable {
  id: Generated<Id>;
  status: OrderStatus;
  total_cents: number;
  notes: string | null;
  customer_phone: string | null;
  created_at: Ms;
  confirmed_at: Ms | null;
  confirmed_by: string | null;
  /** Why it was rejected, cancelled or refunded. */
  reason: string | null;
}

export interface OrderItemTable {
  id: Generated<Id>;
  order_id: Id;
  name: string;
  /** Which printers make it: `kitchen`, `bar`. */
  category: string | null;
  quantity: number;
  unit_cents: number;
  subtotal_cents: number;
  size: string | null;
  temperature: string | null;
  sugar_level: string | null;
  ice_level: string | null;
  notes: string | null;
}

export interface PrinterTable {
  id: Generated<Id>;
  name: string;
  ip_address: string | null;
  port: number;
  printer_type: string;
  paper_width: number;
  is_active: number;
  auto_print_orders: number;
  print_copies: number;
  description: string | null;
  driver: Driver;
  virtual: number;
  /** JSON array of item categories it prints; null: all. */
  categories: string | null;
  ticket: Ticket;
  command_set: CommandSetName;
  fallback_id: Id | null;
  paused: number;
  /** What its driver found out that it confirms; null: not known yet. */
  confirms: Confirms | null;
  /** What it last said of itself. */
  state: string | null;
  created_at: Ms;
  updated_at: Ms;
  /** A deleted printer keeps its row, because jobs keep its name. */
  deleted_at: Ms | null;
}

export interface JobTable {
  id: Generated<Id>;
  order_id: Id | null;
  printer_id: Id | null;
  job_type: JobType;
  status: JobState;
  print_content: string;
  /** ReceiptLine markup for printers that are driven by bytes, a template when there is `print_data`; null: the text. */
  markup: string | null;
  /** JSON: what the template's placeholders stand for. */
  print_data: string | null;
  copies: number;
  priority: number;
  created_at: Ms;
  started_at: Ms | null;
  completed_at: Ms | null;
  ended_at: Ms | null;
  error_message: string | null;
  retry_count: number;
  max_retries: number;
  evidence: Evidence | null;
  /** The job it prints once more, and for the how manieth time. */
  reprint_of: Id | null;
  reprint: number;
}

/** One copy of a job: what its newest attempt, the mailbox item `item_id`, has come to. */
export interface PaperTable {
  job_id: Id;
  copy: number;
  attempt: number;
  item_id: Id;
  box_key: Key;
  status: JobState;
  failures: number;
  evidence: Evidence | null;
  error_message: string | null;
  posted_at: Ms;
}

export interface JobEventTable {
  id: Generated<Id>;
  job_id: Id;
  copy: number;
  attempt: number;
  at: Ms;
  what: string;
  report: string | null;
}

/** A print client by the name it announces, and the mailbox key it holds or held last. */
export interface ClientTable {
  name: string;
  address: string;
  voice: Voice;
  /** The printer it was adopted for, under whatever name it comes. */
  printer_id: Id | null;
  box_key: Key | null;
  held_at: Ms | null;
  seen_at: Ms;
}

/** A mailbox whose papers wait and do not move. */
export interface QueueTable {
  box_key: Key;
  since: Ms;
}

/** A template that the owner wrote. */
export interface TemplateTable {
  kind: string;
  template: string;
}

export interface WebhookTable {
  id: Generated<Id>;
  url: string;
  secret: string;
  /** JSON array of event types; null: all. */
  events: string | null;
  delivered: number;
  dropped: number;
  created_at: Ms;
}

/** An event on its way to a receiver: the mailbox has the event, this row bounds how many there are. */
export interface WebhookWaitingTable {
  id: Generated<Id>;
  webhook_id: Id;
}

/** What the virtual printer has printed. */
export interface VirtualPaperTable {
  id: Generated<Id>;
  at: Ms;
  /** As the engine packs it. */
  sheet: string;
}

export interface PrintTables {
  print_order: OrderTable;
  print_order_item: OrderItemTable;
  printer_config: PrinterTable;
  print_job: JobTable;
  print_paper: PaperTable;
  print_job_event: JobEventTable;
  print_client: ClientTable;
  print_queue: QueueTable;
  print_template: TemplateTable;
  print_webhook: WebhookTable;
  print_webhook_waiting: WebhookWaitingTable;
  print_virtual_paper: VirtualPaperTable;
}

export const tables = (tx: Tx): Kysely<PrintTables> => tx.db<PrintTables>();

export const printMigrations: readonly Migration[] = [
  {
    name: '1-orders-jobs-printers',
    async up(db, dialect) {
      const id = identity(dialect);
      await sql`create table print_order (id ${id}, status text not null, total_cents bigint not null,
        notes text, customer_phone text, created_at bigint not null, confirmed_at bigint,
        confirmed_by text, reason text)`.execute(db);
      await sql`create index print_order_created on print_order (created_at)`.execute(db);
      await sql`create table print_order_item (id ${id}, order_id bigint not null references print_order (id),
        name text not null, category text, quantity bigint not null, unit_cents bigint not null, subtotal_cents bigint not null,
        size text, temperature text, sugar_level text, ice_level text, notes text)`.execute(db);
      await sql`create index print_order_item_order on print_order_item (order_id)`.execute(db);
      await sql`create table printer_config (id ${id}, name text not null, ip_address text,
        port bigint not null, printer_type text not null, paper_width bigint not null, is_active bigint not null,
        auto_print_orders bigint not null, print_copies bigint not null, description text, driver text not null,
        "virtual" bigint not null, categories text, ticket text not null, command_set text not null,
        fallback_id bigint, paused bigint not null, confirms text, state text, created_at bigint not null, updated_at bigint not null,
        deleted_at bigint)`.execute(db);
      await sql`create unique index printer_config_name on printer_config (name) where deleted_at is null`.execute(
        db,
      );
      await sql`create table print_job (id ${id}, order_id bigint references print_order (id),
        printer_id bigint references printer_config (id), job_type text not null, status text not null,
        print_content text not null, markup text, print_data text, copies bigint not null, priority bigint not null, created_at bigint not null,
        started_at bigint, completed_at bigint, ended_at bigint, error_message text, retry_count bigint not null,
        max_retries bigint not null, evidence text, reprint_of bigint, reprint bigint not null)`.execute(db);
      await sql`create index print_job_status on print_job (status, id)`.execute(db);
      await sql`create index print_job_order on print_job (order_id)`.execute(db);
      await sql`create table print_paper (job_id bigint not null references print_job (id), copy bigint not null,
        attempt bigint not null, item_id bigint not null, box_key text not null, status text not null,
        failures bigint not null, evidence text, error_message text, posted_at bigint not null, primary key (job_id, copy))`.execute(
        db,
      );
      await sql`create index print_paper_open on print_paper (box_key, status)`.execute(db);
      await sql`create table print_job_event (id ${id}, job_id bigint not null, copy bigint not null,
        attempt bigint not null, at bigint not null, what text not null, report text)`.execute(db);
      await sql`create index print_job_event_job on print_job_event (job_id, id)`.execute(db);
      await sql`create table print_client (name text primary key, address text not null, voice text not null,
        printer_id bigint, box_key text, held_at bigint, seen_at bigint not null)`.execute(db);
      await sql`create index print_client_key on print_client (box_key, held_at)`.execute(db);
      await sql`create index print_job_printer on print_job (printer_id, id)`.execute(db);
      await sql`create table print_webhook (id ${id}, url text not null, secret text not null, events text,
        delivered bigint not null, dropped bigint not null, created_at bigint not null)`.execute(db);
      await sql`create table print_webhook_waiting (id ${id}, webhook_id bigint not null)`.execute(db);
      await sql`create index print_webhook_waiting_of on print_webhook_waiting (webhook_id)`.execute(db);
      await sql`create table print_template (kind text primary key, template text not null)`.execute(db);
      await sql`create table print_queue (box_key text primary key, since bigint not null)`.execute(db);
    },
  },
  {
    name: '2-orders-by-status',
    async up(db) {
      await sql`create index print_order_status on print_order (status, id)`.execute(db);
    },
  },
  {
    name: '3-virtual-papers',
    async up(db, dialect) {
      await sql`create table print_virtual_paper (id ${identity(dialect)}, at bigint not null,
        sheet text not null)`.execute(db);
    },
  },
];
