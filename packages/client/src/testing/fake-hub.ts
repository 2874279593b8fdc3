import type { ClientMessage, HubMessage } from '@posthouse/protocol';

type Unstamped<M> = M extends unknown ? Omit<M, 'timestamp'> : never;

/** The hub's end of one connection of a client under test. */
export class FakeConnection extends EventTarget {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly received: ClientMessage[] = [];
  binaryType = 'blob';
  bufferedAmount = 0;
  extensions = '';
  protocol = '';
  /** What the client closed it with. */
  closedWith: number | undefined;
  #state = 0;
  #answered = 0;

  constructor(url: string, protocols: readonly string[]) {
    super();
    this.url = url;
    this.protocols = protocols;
  }

  get readyState(): number {
    return this.#state;
  }

  // The client's side.

  send(text: string): void {
    this.received.push(JSON.parse(text) as ClientMessage);
  }

  close(code = 1000): void {
    this.closedWith = code;
    this.#state = 3;
  }

  // The hub's side.

  open(): void {
    this.#state = 1;
    this.dispatchEvent(new Event('open'));
  }

  say(message: Unstamped<HubMessage>): void {
    this.sayText(JSON.stringify({ timestamp: '2026-01-01T00:00:00.000Z', ...message }));
  }

  sayText(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** The close frame has come, its event has not. */
  closing(): void {
    this.#state = 2;
  }

  end(code: number, reason = ''): void {
    this.#state = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  /** Each ping that was not answered yet. */
  answerPings(): void {
    const pings = this.all('ping');
    for (const { id } of pings.slice(this.#answered)) this.say({ type: 'pong', ...(id && { id }), data: {} });
    this.#answered = pings.length;
  }

  /** Everything of one type, as it was sent. */
  all<T extends ClientMessage['type']>(type: T): Extract<ClientMessage, { type: T }>[] {
    return this.received.filter((message) => message.type === type) as Extract<ClientMessage, { type: T }>[];
  }
}

/** A hub that does what the test says; `WebSocket` is the class for the client's options. */
export class FakeHub {
  readonly connections: FakeConnection[] = [];
  readonly WebSocket: unknown;
  #arrived: (() => void)[] = [];

  constructor() {
    const arrive = (connection: FakeConnection) => {
      this.connections.push(connection);
      for (const tell of this.#arrived.splice(0)) tell();
    };
    this.WebSocket = class extends FakeConnection {
      constructor(url: string, protocols: readonly string[]) {
        super(url, protocols);
        arrive(this);
      }
    };
  }

  /** The connection with this number, as soon as the client makes it. */
  async connection(index: number): Promise<FakeConnection> {
    while (this.connections.length <= index) {
      await new Promise<void>((resolve) => {
        this.#arrived.push(resolve);
      });
    }
    return this.connections[index]!;
  }

  /** Opened, greeted and welcomed. */
  async welcomed(index: number, epoch = 'e'): Promise<FakeConnection> {
    const connection = await this.connection(index);
    connection.open();
    while (connection.all('hello').length === 0) await Promise.resolve();
    connection.say({
      type: 'welcome',
      data: {
        session: `s${index}`,
        now: 0,
        epoch,
        limits: { message: 1_000_000, subscriptions: 256, holds: 64 },
      },
    });
    return connection;
  }
}
