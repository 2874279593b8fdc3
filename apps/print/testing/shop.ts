/** A shop's print server, old or ours, as far as the scripts of the known faults need it. */
export interface Shop {
  printer(name: string, how?: { active?: boolean; copies?: number }): Promise<number>;
  /** What became of the edit: the name it has afterwards, and its port. */
  edit(printer: number, to: { name?: string; port?: number }): Promise<{ name: string; port: number }>;
  /** Whether the printer is gone afterwards. */
  remove(printer: number): Promise<boolean>;
  /** Whether a GET of the old toggle link left it active. */
  getToggle(printer: number): Promise<boolean>;

  /** Connects and announces a name; a close code when that fails. `stranger`: comes from a network nobody opened. */
  client(name: string, how?: { stranger?: boolean }): Promise<ShopClient | { code: number }>;

  order(how?: { price?: number; quantity?: number; total?: number }): Promise<number>;
  totalOf(order: number): Promise<number>;
  deleteProduct(): Promise<void>;
  pay(order: number): Promise<void>;
  /** By the form; its message. */
  confirm(order: number, printer?: number): Promise<string>;
  apiConfirm(order: number): Promise<void>;

  jobs(): Promise<readonly ShopJob[]>;
  retry(job: number): Promise<string>;
  /** Failed jobs are sent again, in the way this server has for that. */
  retryFailed(job: number): Promise<void>;

  page(path: string): Promise<number>;
  postTest(printer: number): Promise<number>;
  status(): Promise<{ running: boolean; clients: number; names: readonly string[] }>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface ShopJob {
  readonly id: number;
  /** In the old words. */
  readonly status: string;
  readonly retries: number;
  readonly printer: string | null;
  readonly content: string;
}

export interface ShopClient {
  readonly types: readonly string[];
  /** Contents of the papers it was sent. */
  readonly papers: readonly string[];
  readonly phones: readonly string[];
  /** Waits until it has that many papers. */
  has(count: number): Promise<void>;
  reports(job: number, status: 'printing' | 'completed' | 'failed', message?: string): Promise<void>;
  says(message: Record<string, unknown>): Promise<void>;
  leave(): Promise<void>;
  /** From now on its network takes for ever; resolves when a server is stuck in a send to it. */
  slow(): Promise<'stuck'>;
  /** It leaves in the midst of the next send to it. */
  leaveInSend(): void;
}

export const PHONE = '13800000000';
/** 10:30:00 in the shop's time zone. */
export const OPENING = Date.UTC(2025, 6, 14, 2, 30);
