/** A WebSocket whose messages are taken one by one, none lost between: what the protocol tests read with. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #messages: (string | Uint8Array)[] = [];
  readonly closed: Promise<void>;
  #wake: () => void = () => {};
  #isClosed = false;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('message', ({ data }) => {
      this.#messages.push(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer));
      this.#wake();
    });
    // A refused upgrade is an error first; the close event follows.
    this.#socket.addEventListener('error', () => {});
    this.closed = new Promise((resolve) => {
      this.#socket.addEventListener('close', () => {
        this.#isClosed = true;
        this.#wake();
        resolve();
      });
    });
  }

  /** The next message; rejects when the connection closes instead. */
  async next(): Promise<string | Uint8Array> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.#isClosed) throw new Error('the connection closed');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The next message that is no ping. */
  async nextPacket(): Promise<string | Uint8Array> {
    for (;;) {
      const message = await this.next();
      if (message !== '2') return message;
    }
  }

  /** Waits for the Engine.IO handshake and joins a Socket.IO namespace; the answer to CONNECT. */
  async join(connect = '40'): Promise<string> {
    await this.next();
    this.send(connect);
    return (await this.nextPacket()) as string;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(data);
  }

  close(): void {
    this.#socket.close();
  }
}
