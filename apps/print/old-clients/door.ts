import {
  refuse,
  type Endpoint,
  type Handshake,
  type Inbound,
  type Kernel,
  type Peer,
  type Refusal,
} from '@posthouse/kernel';
import type { PrintConfig } from '../config.ts';
import { createLocalTime } from '../receipt/local-time.ts';
import type { PrintStore } from '../store.ts';
import { changesPrinters } from '../store/printers.ts';
import { OldClient } from './client.ts';
import { createWords, oldCodec, type Words } from './outbound.ts';
import { Seats } from './seats.ts';

/** Role of clients that come without a token from an open network: it may receive papers and nothing else. */
export const OLD_CLIENT_ROLE = 'print-client';

/**
 * The old clients' endpoint (contract §1). Two known clients storm back after a close with 1000, 1001 or no code,
 * hence 1012 on every goodbye; the pong tolerance is above the 10 s for which one of them blocks.
 */
export function oldEndpoint({ port, host, origins, open }: PrintConfig): Endpoint {
  return {
    name: 'print',
    transport: 'ws',
    port,
    host,
    paths: /.*/,
    origins,
    maxMessage: 1_048_576,
    ping: 30_000,
    timeout: 20_000,
    open,
    openRole: OLD_CLIENT_ROLE,
    drainCode: 1012,
  };
}

/** The connections of old print clients. */
export class OldDoor {
  readonly #store: PrintStore;
  readonly #config: PrintConfig;
  readonly #clients = new Set<OldClient>();
  readonly #seats = new Seats();
  #words: Words | null = null;

  constructor(store: PrintStore, config: PrintConfig) {
    this.#store = store;
    this.#config = config;
  }

  get clients(): readonly OldClient[] {
    return [...this.#clients];
  }

  async accept(peer: Peer, _hello: Handshake, kernel: Kernel): Promise<Inbound | Refusal> {
    if (!(await kernel.auth.may(peer.principal, 'print.paper.hold'))) return refuse('PRINT_CLIENT_FORBIDDEN');
    const { shop, timezone, silence } = this.#config;
    this.#words ??= createWords(shop, kernel.store.epoch, createLocalTime(timezone));
    peer.codec = oldCodec;
    peer.open();
    const client = new OldClient(peer, {
      kernel,
      store: this.#store,
      words: this.#words,
      seats: this.#seats,
      silence,
      alone: (client) => !this.clients.some((other) => other.unclaimed && other.name !== client.name),
      over: (gone) => void this.#clients.delete(gone),
    });
    this.#clients.add(client);
    return client;
  }

  /** Bindings follow the printers' names and settings. */
  follow(kernel: Kernel): () => void {
    return kernel.store.onCommit((commit) => {
      if (changesPrinters(commit)) for (const client of this.#clients) client.rebind();
    });
  }
}
