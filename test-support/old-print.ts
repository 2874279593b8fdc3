/**
 * A small imitation of the print server that Posthouse replaces, with its faults (numbers as in the list of its known
 * faults). In memory; enough of it that a script which also runs against the print app shows the difference.
 */

type JobStatus = 'pending' | 'printing' | 'completed' | 'failed' | 'cancelled';
const STALE = 'Set changed size during iteration';

export interface OldJob {
  readonly id: number;
  readonly order: number;
  readonly printer: string | null;
  readonly content: string;
  status: JobStatus;
  retries: number;
}

interface OldOrder {
  readonly id: number;
  status: string;
  readonly createdAt: number;
  readonly product: string;
  readonly price: number;
  readonly quantity: number;
  readonly total: number;
  readonly phone: string;
}

interface OldPrinter {
  readonly id: number;
  name: string;
  port: number;
  active: boolean;
  readonly autoPrint: boolean;
}

export class OldClient {
  readonly sent: Record<string, unknown>[] = [];
  readonly name: string;
  /** How long a send takes; a slow network resolves it late. */
  takes: () => Promise<void> = () => Promise.resolve();

  constructor(name: string) {
    this.name = name;
  }

  async send(message: Record<string, unknown>): Promise<void> {
    await this.takes();
    this.sent.push(message);
  }
}

export interface OldOptions {
  /** The default start command runs a reloader: listener and site live in two processes (11). */
  readonly reloader: boolean;
  /** The release of its WebSocket library: since 14 the handler gets one argument, not two (12). */
  readonly library: 'old' | 'current';
}

/** The old server: the WebSocket listener and the admin site over one database. */
export class OldPrintServer {
  readonly jobs: OldJob[] = [];
  readonly printers: OldPrinter[] = [];
  readonly #orders: OldOrder[] = [];
  readonly #products = new Set<string>();
  readonly #clients = new Set<OldClient>();
  readonly #options: OldOptions;

  constructor(options: Partial<OldOptions> = {}) {
    this.#options = { reloader: false, library: 'old', ...options };
  }

  /** The site's own view: in another process the listener does not exist (11). */
  get #visible(): Set<OldClient> {
    return this.#options.reloader ? new Set() : this.#clients;
  }

  /** Anybody may come and call themselves anything (22); the name is acknowledged and forgotten (10). */
  connect(name: string): OldClient | { code: number } {
    // async def handle(websocket, path): a current library calls handle(websocket).
    if (this.#options.library === 'current') return { code: 1011 };
    const client = new OldClient(name);
    client.sent.push({ type: 'welcome' }, { type: 'printer_info_ack' });
    this.#clients.add(client);
    return client;
  }

  disconnect(client: OldClient): void {
    this.#clients.delete(client);
  }

  /** `print_status` is logged and dropped (3); `pong` and `status_response` are unknown types (7). */
  receive(_client: OldClient, _message: Record<string, unknown>): void {}

  status() {
    const clients = [...this.#visible];
    return {
      is_running: !this.#options.reloader,
      connected_clients: clients.length,
      client_addresses: clients.map((_, index) => `127.0.0.1:${50_000 + index}`),
    };
  }

  addPrinter(name: string, { active = true, autoPrint = true } = {}): number {
    const id = this.printers.length + 1;
    this.printers.push({ id, name, port: 9100, active, autoPrint });
    return id;
  }

  /** No check of names or ranges, and no way to delete (24). */
  editPrinter(id: number, to: { name?: string; port?: number }): void {
    Object.assign(this.printers[id - 1]!, to);
  }

  /** GET, without any protection (16). */
  getToggle(id: number): void {
    const printer = this.printers[id - 1]!;
    printer.active = !printer.active;
  }

  /** The client's total is believed, sums are floats (20). */
  order(given: {
    product: string;
    price: number;
    quantity: number;
    total: number;
    phone: string;
    at: number;
  }) {
    this.#products.add(given.product);
    const { at, ...rest } = given;
    const id = this.#orders.length + 1;
    this.#orders.push({ ...rest, id, status: 'pending', createdAt: at });
    return id;
  }

  deleteProduct(name: string): void {
    this.#products.delete(name);
  }

  totalOf(order: number): number {
    return this.#orders[order - 1]!.total;
  }

  /** Neither state nor user is checked (14). */
  pay(order: number): void {
    this.#orders[order - 1]!.status = 'paid';
  }

  /** The only route that prints. Two requests at once both read `pending` (23). */
  async confirm(id: number, printer?: number): Promise<string> {
    const order = this.#orders[id - 1]!;
    const { status } = order;
    await Promise.resolve();
    if (status !== 'pending') return '订单状态不允许确认';
    order.status = 'confirmed';
    // The first row alone; a chosen one even when it is disabled (8).
    const target = printer
      ? this.printers[printer - 1]
      : this.printers.find(({ active, autoPrint }) => active && autoPrint);
    const job = this.#newJob(order, target?.name ?? null);
    await this.#print(job, order, 'new_order');
    const sent = `订单 ${id} 已确认并发送到 ${target?.name ?? '默认打印机'}`;
    return job.status === 'completed' ? sent : `订单 ${id} 已确认，但打印失败: 没有可用的打印客户端`;
  }

  /** What the order list and the dashboard use: it does not print (13). */
  apiConfirm(id: number): { success: boolean; message: string } {
    this.#orders[id - 1]!.status = 'confirmed';
    return { success: true, message: `订单 ${id} 已确认` };
  }

  /** Templates of these pages are gone (13). */
  page(path: string): number {
    return ['/admin/print/jobs', '/admin/print/printers/add'].includes(path) ? 500 : 200;
  }

  /** The page posts; the route is GET only, and tells everybody (15). */
  postTest(): number {
    return 405;
  }

  /** The old job goes back to `pending` for ever, and a new one prints (5). */
  async bulkRetry(id: number): Promise<void> {
    const job = this.jobs[id - 1]!;
    job.status = 'pending';
    const order = this.#orders[job.order - 1]!;
    await this.#print(this.#newJob(order, job.printer), order, 'new_order');
  }

  /** The same content to all; a second paper bears no mark (23), and success is always claimed (5). */
  async retry(id: number): Promise<string> {
    const job = this.jobs[id - 1]!;
    for (const client of this.#visible) {
      await client.send({ type: 'print_command', data: { job_id: id, content: job.content, copies: 1 } });
    }
    return `打印任务 #${id} 已重新发送`;
  }

  #newJob(order: OldOrder, printer: string | null): OldJob {
    const content = this.#render(order);
    const id = this.jobs.length + 1;
    const job: OldJob = { id, order: order.id, printer, content, status: 'pending', retries: 0 };
    this.jobs.push(job);
    return job;
  }

  /** UTC is printed as if it were local (18); a deleted product makes a receipt of its own (19). */
  #render(order: OldOrder): string {
    if (!this.#products.has(order.product)) return `订单 #${order.id} 打印内容生成失败`;
    const time = new Date(order.createdAt).toISOString().slice(0, 19).replace('T', ' ');
    return `时间: ${time}\n${order.product}\n总计: ¥${order.price * order.quantity}\n`;
  }

  /** To every client, one after another, inside the request (1, 21); written is completed (2). */
  async #print(job: OldJob, order: OldOrder, type: string): Promise<void> {
    if (this.#visible.size === 0) return this.#fail(job);
    job.status = 'printing';
    const size = this.#visible.size;
    try {
      for (const client of this.#visible) {
        const { id: job_id, content, printer } = job;
        await client.send({
          type,
          order: {
            job_id,
            content,
            copies: 1,
            target_printer: { name: printer },
            order_info: { customer_phone: order.phone },
          },
        });
        // Python iterates the live set of another thread (17).
        if (this.#visible.size !== size) throw new Error(STALE);
      }
      job.status = 'completed';
    } catch {
      this.#fail(job);
    }
  }

  /** Nobody connected is a failure at once and costs a retry (4); nothing ever retries by itself (6). */
  #fail(job: OldJob): void {
    job.status = 'failed';
    job.retries++;
  }
}
