import { hubWords, type ClientMessage, type HubMessage } from '@posthouse/protocol';
import { Compile } from 'typebox/compile';
import { Heard } from './heard.ts';

const validators = new Map(Object.entries(hubWords).map(([type, schema]) => [type, Compile(schema)]));

/** What the hub says must fit its own schemas, in every test that hears it. */
function read(text: string): HubMessage {
  const message = JSON.parse(text) as HubMessage;
  if (!validators.get(message.type)?.Check(message)) throw new Error(`the hub said what it may not: ${text}`);
  return message;
}

/** A native peer without an SDK: says exactly what the test says, and hears everything. */
export class RawPeer {
  readonly heard = new Heard<HubMessage>();
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.heard.add(read(String(data)));
    });
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }), { once: true });
    });
  }

  static async connect(url: string, headers: Record<string, string> = {}): Promise<RawPeer> {
    const socket = new WebSocket(url, { protocols: ['posthouse.1'], headers });
    const peer = new RawPeer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error(`no connection to ${url}`)), { once: true });
    });
    return peer;
  }

  /** Connected and welcomed. */
  static async enter(url: string, token: 'agent' | 'clerk' | 'guest'): Promise<RawPeer> {
    const peer = await RawPeer.connect(url);
    peer.say({ type: 'hello', data: { client: 'raw/1', version: 1, token } });
    await peer.next('welcome');
    return peer;
  }

  say(message: ClientMessage): void {
    this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.#socket.send(text);
  }

  all<T extends HubMessage['type']>(type: T): Extract<HubMessage, { type: T }>[] {
    return this.heard.all.filter((message) => message.type === type) as Extract<HubMessage, { type: T }>[];
  }

  /** The `count`th message of a type, as soon as it is there. */
  async next<T extends HubMessage['type']>(type: T, count = 1): Promise<Extract<HubMessage, { type: T }>> {
    await this.heard.until(() => this.all(type).length >= count);
    return this.all(type)[count - 1]!;
  }

  close(): void {
    this.#socket.close();
  }
}
