import { encodeReceipt } from '@posthouse/printing';
import { connect } from 'node:net';

interface NewOrder {
  readonly type: string;
  readonly order?: { readonly job_id: number; readonly content: string };
}

const RECONNECT = 100;

/** An old print client with a printer of its own: prints what comes, then says so, and forgets with its connection. */
export class Till {
  readonly #url: string;
  readonly #name: string;
  readonly #printer: number;
  #socket: WebSocket | null = null;
  #closed = false;

  constructor(name: string, url: string, printer: number) {
    this.#name = name;
    this.#url = url;
    this.#printer = printer;
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
      const { order } = JSON.parse(String(data)) as NewOrder;
      if (!order) return;
      const printed = connect(this.#printer, '127.0.0.1');
      printed.on('error', () => printed.destroy());
      printed.resume();
      printed.end(encodeReceipt({ content: { text: order.content } }));
      printed.once('close', () => {
        say({ type: 'print_status', job_id: order.job_id, status: 'completed', message: '打印成功' });
      });
    });
    socket.addEventListener('close', () => setTimeout(() => this.#connect(), RECONNECT));
  }
}
