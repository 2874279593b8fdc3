import {
  refuse,
  type Endpoint,
  type Handshake,
  type Id,
  type Inbound,
  type Kernel,
  type Ms,
  type Peer,
  type Refusal,
  type StateRoom,
} from '@posthouse/kernel';
import type { BridgeConfig } from '../config.ts';
import { GUEST_ROLE, type Station } from '../contract.ts';
import { stationId, stationKey } from '../rules.ts';
import type { BridgeStore } from '../store.ts';
import { Link } from './link.ts';
import { Registry, type Entry } from './registry.ts';
import { createStationsRoom } from './rooms.ts';
import { Seat } from './seat.ts';
import { bridgeCodec, type Said } from './words.ts';

/** Socket.IO's own path on the old port; `/bridge/socket.io/` on either, so that the station page needs one address. */
const OLD_PATHS = /^\/(bridge\/)?socket[.]io(\/|$)/;
const MAIN_PATHS = /^\/bridge\/socket[.]io(\/|$)/;

/**
 * The stations' endpoints (contract §1): ping 10 s, pong within 5 s, 1,000,000 bytes. Whether a page of another site may
 * come is decided at the hub's door; who has passed it may read the answers (`*`), as with the old server.
 */
export function stationEndpoints({ port, host, open }: BridgeConfig): readonly Endpoint[] {
  const common = {
    transport: 'socketio',
    host,
    origins: ['*'],
    maxMessage: 1_000_000,
    ping: 10_000,
    timeout: 5_000,
  };
  const main: Endpoint = { ...common, name: 'bridge-main', port: 0, paths: MAIN_PATHS, open: [] };
  if (port === 0) return [main];
  return [{ ...common, name: 'bridge', port, paths: OLD_PATHS, open, openRole: GUEST_ROLE }, main];
}

/** The connections of stations, and who prints for which id. */
export class Door {
  readonly #store: BridgeStore;
  readonly #tells: boolean;
  readonly #registry = new Registry<Link>();
  readonly #shown = createStationsRoom(() => this.list());
  readonly #seats = new Map<string, Seat>();
  #kernel: Kernel | null = null;

  constructor(store: BridgeStore, { webhooks }: Pick<BridgeConfig, 'webhooks'>) {
    this.#store = store;
    this.#tells = webhooks.length > 0;
  }

  get epoch(): string {
    return this.#kernel?.store.epoch ?? '';
  }

  async accept(peer: Peer, hello: Handshake, kernel: Kernel): Promise<Inbound | Refusal> {
    this.#kernel = kernel;
    // A stranger's principal is absent, not anonymous.
    if (!(peer.principal as Peer['principal'] | undefined)) return refuse('BRIDGE_STATION_FORBIDDEN');
    if (!(await kernel.auth.may(peer.principal, 'bridge.station.hold')))
      return refuse('BRIDGE_STATION_FORBIDDEN');
    peer.codec = bridgeCodec;
    peer.open();
    const link = new Link(hello.connection ?? peer.id, peer, this);
    kernel.say?.(`一台客户端端连接上了服务端,socket的id是: ${link.sid}`);
    return link;
  }

  find(clientId: string): Entry<Link> | undefined {
    return this.#registry.find(clientId);
  }

  list(): readonly Station[] {
    return this.#registry.list().map(toStation);
  }

  get room(): StateRoom<Station> {
    return this.#shown.room;
  }

  async register(link: Link, given: unknown): Promise<unknown> {
    const clientId = stationId(given);
    if (clientId === null) return refuse('BRIDGE_STATION_ID_INVALID');
    if (!(await this.#mayBe(link, clientId))) return refuse('BRIDGE_STATION_FORBIDDEN');
    if (link.isClosed) return null;
    const registered = this.#registry.register(clientId, link, this.#now());
    if (!registered) return refuse(link.ids.size > 0 ? 'BRIDGE_TOO_MANY_IDS' : 'BRIDGE_TOO_MANY_STATIONS');
    this.#kernel?.say?.(`连接上服务端的客户端的id是: ${clientId}`);
    this.#show(clientId);
    if (registered.cameOnline) this.#tell('online', clientId, link);
    // Not awaited: what the store takes for it must not hold up the page's next word.
    this.#run(() => this.#takeUp(clientId));
    return { clientId };
  }

  left(link: Link): void {
    this.#kernel?.say?.(`一台客户端端断开了服务端,socket的id是: ${link.sid}`);
    for (const { clientId, wentOffline } of this.#registry.leave(link, this.#now())) {
      this.#show(clientId);
      if (wentOffline) {
        this.#kernel?.say?.(`断开服务端连接的客户端的id是 ${clientId}`);
        this.#tell('offline', clientId, link);
      }
      this.#run(async () => {
        await this.#seats.get(clientId)?.follow();
        // Another socket may have come meanwhile and be taking the seat.
        if (!this.#registry.newest(clientId)) this.#seats.delete(clientId);
      });
    }
  }

  /** True when the id's mailbox has a holder, so that what is posted now is delivered. */
  async seat(clientId: string): Promise<boolean> {
    if (!this.#registry.newest(clientId)) return false;
    let seat = this.#seats.get(clientId);
    if (!seat) this.#seats.set(clientId, (seat = new Seat(clientId, this.#seatContext())));
    return seat.follow();
  }

  isSeated(clientId: string): boolean {
    return this.#seats.get(clientId)?.isHeld === true;
  }

  /** The old versions' chat between pages: a bare string to one station, if it is there. */
  async forward(link: Link, given: unknown): Promise<void> {
    const { msg, clientId } = (given ?? {}) as { msg?: unknown; clientId?: unknown };
    const id = stationId(clientId);
    if (id === null || typeof msg !== 'string' || !(await this.#mayBe(link, id))) return;
    this.#registry.newest(id)?.peer.send({ event: 'message', args: [msg] });
  }

  /** A machine that is confined to stations has no word for others. */
  async #mayBe({ peer }: Link, clientId: string): Promise<boolean> {
    const { auth } = this.#kernel!;
    return auth.may(peer.principal, 'bridge.station.hold', stationKey(clientId));
  }

  /** What a station says of a job; resolves when it is on disk. What it says late is kept as evidence. */
  async report(
    link: Link,
    event: 'received' | 'printed' | 'failed',
    { job, message }: Said,
  ): Promise<unknown> {
    const { journal } = link;
    if (journal === null) return null;
    const words = message === undefined ? {} : { message };
    for (const hand of link.hands.values()) {
      const done =
        event === 'received'
          ? await hand.taken(job, journal)
          : await hand.over(job, event === 'printed' ? 'done' : 'refused', {
              evidence: 'reported',
              ...words,
            });
      if (done) return { recorded: true };
    }
    if (event !== 'received') await this.#late(link, job, event === 'printed' ? 'done' : 'refused', words);
    return { recorded: true };
  }

  async #late(link: Link, job: Id, how: string, words: object): Promise<void> {
    const { store, boxes } = this.#kernel!;
    for (const clientId of link.ids) {
      const item = await store.read(this.#store.jobs.findItem, { id: job, clientId });
      if (item !== null) return boxes.evidence(item, { how, report: { evidence: 'reported', ...words } });
    }
  }

  /** A station that comes (back) gets what waited for it, or answers for what it had. */
  async #takeUp(clientId: string): Promise<void> {
    const kernel = this.#kernel!;
    if (this.#seats.has(clientId) || (await kernel.store.read(this.#store.jobs.isOpen, { clientId }))) {
      await this.seat(clientId);
    }
  }

  #now(): Ms {
    return this.#kernel!.clock.now();
  }

  #show(clientId: string): void {
    const entry = this.#registry.find(clientId);
    if (entry) this.#shown.show(this.#kernel!, toStation(entry));
  }

  #tell(event: 'online' | 'offline', clientId: string, { sid }: Link): void {
    if (!this.#tells) return;
    this.#run(() => this.#kernel!.store.write(this.#store.tellStation, { event, clientId, socketId: sid }));
  }

  #seatContext() {
    return {
      kernel: this.#kernel!,
      store: this.#store,
      newest: (clientId: string) => this.#registry.newest(clientId),
    };
  }

  #run(task: () => Promise<unknown>): void {
    task().catch((error: unknown) => {
      this.#kernel?.log.warn({ error: String(error) }, 'a station could not be served');
    });
  }
}

function toStation({ clientId, sockets, socketId, since }: Entry<Link>): Station {
  return {
    clientId,
    connected: sockets.length > 0,
    socketId,
    sockets: sockets.length,
    reports: sockets.at(-1)?.journal != null,
    since: new Date(since).toISOString(),
  };
}
