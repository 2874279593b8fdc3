/** A paper as the old wire brings it. */
export interface WiredPaper {
  readonly job_id: number;
  readonly epoch: string;
  readonly copy: number;
  readonly attempt: number;
  readonly content: string;
}

const RECONNECT = 100;

/** An old client: prints what comes, says so when that is done, and forgets everything with its connection. */
export class PrintClient {
  readonly #url: string;
  readonly #name: string;
  readonly #print: (paper: WiredPaper) => Promise<void>;
  #socket: WebSocket | null = null;
  #closed = false;

  /** `print` resolves when the paper is out; one that never does is of a client that never reports. */
  constructor(name: string, url: string, print: (paper: WiredPaper) => Promise<void>) {
    this.#name = name;
    this.#url = url;
    this.#print = print;
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
      say({ type: 'printer_info', printer: { name: this.#name, model: 'soak', status: 'ready' } });
    });
    socket.addEventListener('message', ({ data }) => {
      const { order } = JSON.parse(String(data)) as { order?: WiredPaper };
      if (!order) return;
      const { job_id } = order;
      void this.#print(order).then(() =>
        say({ type: 'print_status', job_id, status: 'completed', message: '打印成功' }),
      );
    });
    socket.addEventListener('close', () => setTimeout(() => this.#connect(), RECONNECT));
  }
}
