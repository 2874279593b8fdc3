import type { Endpoint, Handshake, Ms } from '@posthouse/kernel';
import type { Socket as EngineSocket } from 'engine.io';
import * as engine from './engine-conn.ts';
import type { Outsiders } from './outsiders.ts';

/** CONNECTs of one connection: far more than a client with a few namespaces says, also one that leaves and returns. */
const CONNECTS = 32;
/** What a packet takes besides its bytes. */
const PACKET = 64;
const NONE: readonly string[] = [];

export interface ConnectionOptions {
  readonly endpoint: Endpoint;
  readonly namespaces: readonly string[];
  readonly outsiders: Outsiders;
  /** How long it may be in no namespace. */
  readonly connectTimeout: Ms;
}

interface EnginePacket {
  readonly type: string;
  readonly data?: string | Uint8Array;
}

/**
 * One Engine.IO connection over its namespaces. While it is in none, nobody else minds it: it is counted, may say two
 * whole messages in all, and is ended after a while. Socket.IO keeps it open so that its client may CONNECT again.
 */
export class Connection {
  readonly hello: Handshake;
  readonly #conn: EngineSocket;
  readonly #options: ConnectionOptions;
  #connects = 0;
  /** Namespaces whose CONNECT has no answer yet. */
  #asked = NONE;
  #joined = 0;
  /** Bytes that it may still say outside. */
  #left: number;
  #late: NodeJS.Timeout | null = null;

  constructor(conn: EngineSocket, hello: Handshake, options: ConnectionOptions) {
    this.hello = hello;
    this.#conn = conn;
    this.#options = options;
    this.#left = 2 * options.endpoint.maxMessage;
    this.#goOut();
  }

  /** Before Socket.IO looks at the packet. */
  took({ type, data }: EnginePacket): void {
    const name = type === 'message' ? namespaceOfConnect(data) : null;
    if (name !== null && !this.#mayConnect(name)) return engine.drop(this.#conn);
    if (this.#joined > 0) return;
    this.#left -= (data?.length ?? 0) + PACKET;
    if (this.#left < 0) engine.drop(this.#conn);
  }

  connected(namespace: string): void {
    this.answered(namespace);
    if (this.#joined++ === 0) this.#comeIn();
  }

  /** Its CONNECT was answered. */
  answered(namespace: string): void {
    this.#asked = this.#asked.filter((name) => name !== namespace);
  }

  left(): void {
    if (--this.#joined === 0 && this.#conn.readyState !== 'closed') this.#goOut();
  }

  closed(): void {
    this.#comeIn();
  }

  /** Like Socket.IO for a namespace that it is in: a client has one socket in each. */
  #mayConnect(name: string): boolean {
    if (++this.#connects > CONNECTS || this.#asked.includes(name)) return false;
    if (this.#options.namespaces.includes(name)) this.#asked = this.#asked.concat(name);
    return true;
  }

  #goOut(): void {
    const { outsiders, connectTimeout } = this.#options;
    outsiders.add(this.hello.address);
    this.#late = setTimeout(() => engine.drop(this.#conn), connectTimeout);
  }

  #comeIn(): void {
    if (!this.#late) return;
    clearTimeout(this.#late);
    this.#late = null;
    this.#options.outsiders.delete(this.hello.address);
  }
}

/** null: it is no CONNECT. Reads as socket.io-parser 4.2 does, to which also a blank is type 0. */
function namespaceOfConnect(data: string | Uint8Array | undefined): string | null {
  if (typeof data !== 'string' || Number(data.charAt(0)) !== 0) return null;
  return data.charAt(1) === '/' ? data.slice(1).split(',', 1)[0]! : '/';
}
