/** One paper as it came out at a client. */
export interface Printed {
  readonly client: string;
  /** (epoch, job, copy, attempt). */
  readonly paper: string;
  readonly job: number;
  readonly attempt: number;
}

interface NewOrder {
  readonly type: string;
  readonly order?: {
    readonly job_id: number;
    readonly epoch: string;
    readonly copy: number;
    readonly attempt: number;
  };
}

const RECONNECT = 100;

/** An old client: prints what comes, reports after a while or never, and forgets everything with its connection. */
export class PrintClient {
  readonly name: string;
  readonly printed: Printed[] = [];
  readonly #url: string;
  /** Milliseconds until it reports; null: it never does. */
  readonly #delay: () => number | null;
  #socket: WebSocket | null = null;
  #closed = false;

  constructor(name: string, url: string, delay: () => number | null) {
    this.name = name;
    this.#url = url;
    this.#delay = delay;
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #connect(): void {
    if (this.#closed) return;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const say = (message: object) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    };
    socket.addEventListener('open', () => {
      say({ type: 'printer_info', printer: { name: this.name, model: 'soak', status: 'ready' } });
    });
    socket.addEventListener('message', ({ data }) => {
      const { order } = JSON.parse(String(data)) as NewOrder;
      if (!order) return;
      const { job_id, epoch, copy, attempt } = order;
      const paper = [epoch, job_id, copy, attempt].join('/');
      this.printed.push({ client: this.name, paper, job: job_id, attempt });
      const delay = this.#delay();
      if (delay === null) return;
      setTimeout(
        () => say({ type: 'print_status', job_id, status: 'completed', message: '打印成功' }),
        delay,
      );
    });
    socket.addEventListener('close', () => setTimeout(() => this.#connect(), RECONNECT));
  }
}
