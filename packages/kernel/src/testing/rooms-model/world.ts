import { createRooms } from '../../live/rooms.ts';
import type { Catalog } from '../../durable/catalog.ts';
import { isRefusal, type Key } from '../../ports/base.ts';
import type { Bus, Room } from '../../ports/room.ts';
import type { Store } from '../../ports/store.ts';
import type { FakeWire } from '../fake-wire.ts';
import { createLiveHouse } from '../live-house.ts';
import { board, feed, journal, say, set, ticks } from './app.ts';
import type { Command } from './commands.ts';
import { Listener } from './listener.ts';

/** What the world is made of; a planted bug replaces one of these. */
export interface Parts {
  readonly store: Store;
  readonly catalog: Catalog;
  openBus(): Bus;
  wrapWire(wire: FakeWire): void;
  wrapRoom<R extends Room<never>>(room: R): R;
  /** Lets other work go on for a turn. */
  readonly turn: () => Promise<void>;
}

interface Client {
  readonly listener: Listener;
  /** Rooms it wants to be in, by name and key. */
  readonly wants: Map<string, { room: Room<never>; key: Key }>;
  line: Line | null;
}

interface Line {
  readonly arrived: Awaited<ReturnType<ReturnType<typeof createLiveHouse>['connect']>>;
  read: number;
  writes: number;
}

/** Makes messages so long that a few of them fill a queue. */
const PADDING = '.'.repeat(600);

const rooms = { journal, feed, ticks, board } as const;

/** Clients, publishers and one hub over a real store; it is right when `step` and `finish` do not throw. */
export class World {
  readonly #parts: Parts;
  readonly #clients: Client[];
  /** What was said, by room and key, in order. */
  readonly #truth = new Map<string, string[]>();
  readonly #versions = new Map<string, number>();
  readonly #pending = new Set<Promise<unknown>>();
  #failure: unknown = null;
  #house!: ReturnType<typeof createLiveHouse>;
  #bus!: Bus;
  #rooms!: ReturnType<typeof createRooms>;
  #said = 0;

  constructor(parts: Parts, clients: number) {
    this.#parts = parts;
    this.#clients = Array.from({ length: clients }, () => ({
      listener: this.#listener(),
      wants: new Map(),
      line: null,
    }));
    this.#startHub();
  }

  async step(command: Command): Promise<void> {
    await this.#do(command);
    if (this.#failure !== null) throw this.#failure;
  }

  /** Everybody reads again, comes back and hears of everything; then all must agree. */
  async finish(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      for (const client of this.#clients) client.line?.arrived.wire.drain();
      await this.#settle();
      this.#house.clock.advance(15_000);
      await this.#settle();
      for (const client of this.#clients) await this.#come(client);
      await this.#settle();
    }
    if (this.#failure !== null) throw this.#failure;
    for (const client of this.#clients) await this.#agrees(client);
  }

  close(): void {
    this.#rooms.stop();
  }

  async #do(command: Command): Promise<void> {
    const client = this.#clients[command.client % this.#clients.length]!;
    switch (command.do) {
      case 'join':
        client.wants.set(`${command.room} ${command.key}`, {
          room: rooms[command.room] as Room<never>,
          key: command.key,
        });
        if (client.line) this.#join(client, rooms[command.room] as Room<never>, command.key);
        else await this.#come(client);
        return;
      case 'leave':
        client.wants.delete(`${command.room} ${command.key}`);
        this.#rooms.leave(await this.#peerOf(client), rooms[command.room].name, command.key);
        this.#read(client);
        return;
      case 'say':
        return this.#say(command.room, command.key);
      case 'set':
        return this.#set(command.key);
      case 'block':
        client.line?.arrived.wire.block();
        return;
      case 'drain':
        client.line?.arrived.wire.drain();
        return;
      case 'turn':
        await this.#parts.turn();
        return this.#tick();
      case 'drop':
        this.#drop(client);
        return;
      case 'come':
        return this.#come(client);
      case 'restart':
        return this.#restart();
      case 'wait':
        this.#house.clock.advance(15_000);
    }
  }

  #startHub(): void {
    // A small queue makes readers slow soon.
    this.#house = createLiveHouse({ limits: { queue: 4_000 }, endpoint: { ping: 0 } });
    this.#bus = this.#parts.openBus();
    const { clock, log } = this.#house;
    const { store, catalog } = this.#parts;
    this.#rooms = createRooms({ store, bus: this.#bus, clock, catalog, log });
  }

  async #restart(): Promise<void> {
    await this.#settle();
    this.#rooms.stop();
    for (const client of this.#clients) this.#drop(client);
    this.#startHub();
  }

  #say(room: 'journal' | 'feed' | 'ticks', key: Key): void {
    const name = `${rooms[room].name} ${key}`;
    const text = `${name} ${++this.#said} ${PADDING}`;
    this.#truth.set(name, [...(this.#truth.get(name) ?? []), text]);
    if (room === 'ticks') this.#rooms.publish(ticks, key, text);
    else this.#track(this.#parts.store.write(say, { room, key, text }));
  }

  #listener(): Listener {
    return new Listener((name, text) => {
      const said = this.#truth.get(name) ?? [];
      return said[said.indexOf(text) + 1];
    });
  }

  #set(key: Key): void {
    const id = `${key}${++this.#said % 2}`;
    const version = (this.#versions.get(id) ?? 0) + 1;
    this.#versions.set(id, version);
    this.#track(this.#parts.store.write(set, { id, version }));
  }

  async #come(client: Client): Promise<void> {
    const before = client.line?.arrived.wire.closed;
    if (client.line && !before) return;
    this.#drop(client);
    const arrived = await this.#house.connect();
    this.#parts.wrapWire(arrived.wire);
    client.line = { arrived, read: 0, writes: 0 };
    for (const { room, key } of client.wants.values()) this.#join(client, room, key);
  }

  #join(client: Client, room: Room<never>, key: Key): void {
    this.#read(client);
    const name = `${room.name} ${key}`;
    const since = client.listener.places.get(name)?.pos;
    if (since) client.listener.fresh.delete(name);
    else client.listener.fresh.add(name);
    const { peer } = client.line!.arrived;
    this.#track(this.#rooms.join(peer, this.#parts.wrapRoom(room), key, since));
  }

  async #peerOf(client: Client) {
    await this.#come(client);
    return client.line!.arrived.peer;
  }

  #drop(client: Client): void {
    if (!client.line) return;
    this.#read(client);
    this.#checkCut(client);
    client.line.arrived.inbound.closed(1006);
    client.line = null;
  }

  /** A slow reader is told the place up to which it was written to. */
  #checkCut({ line, listener }: Client): void {
    const closed = line!.arrived.wire.closed;
    if (closed?.code !== 4504) return;
    const [, place, room, key] = closed.reason.split(' ');
    const known = listener.places.get(`${room} ${key}`)?.pos;
    const [epoch, seq] = place!.split(':');
    const same = room === feed.name ? Number(seq) >= known!.seq : Number(seq) === known?.seq;
    if (known && (epoch !== known.epoch || !same)) {
      throw new Error(`cut at ${place}, but it has read ${JSON.stringify(known)}`);
    }
  }

  #tick(): void {
    this.#house.tick();
    for (const client of this.#clients) {
      if (!client.line) continue;
      const { wire } = client.line.arrived;
      if (wire.writes.length > client.line.writes + 1) throw new Error('K8: two writes in one tick');
      client.line.writes = wire.writes.length;
      this.#read(client);
    }
  }

  #read({ line, listener }: Client): void {
    if (!line) return;
    const said = line.arrived.wire.said;
    for (const event of said.slice(line.read)) listener.hear(event as Parameters<Listener['hear']>[0]);
    line.read = said.length;
    line.writes = line.arrived.wire.writes.length;
  }

  async #settle(): Promise<void> {
    for (let calm = 0; calm < 3; calm++) {
      for (let turns = 0; this.#pending.size > 0; turns++) {
        if (turns > 2_000) throw new Error('a join or a publication never ends');
        await this.#parts.turn();
        this.#tick();
        for (const client of this.#clients) client.line?.arrived.wire.drain();
      }
      for (let turns = 0; turns < 4; turns++) {
        await this.#parts.turn();
        this.#tick();
      }
    }
  }

  #track(work: Promise<unknown>): void {
    const tracked: Promise<unknown> = work
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }

  async #agrees({ listener, wants, line }: Client): Promise<void> {
    if (line!.arrived.wire.closed) throw new Error(`closed at the end: ${line!.arrived.wire.closed.reason}`);
    for (const { room, key } of wants.values()) {
      if (room.kind === 'state') {
        for (const [id, version] of this.#versions) {
          if (!id.startsWith(key)) continue;
          if (listener.values.get(id) !== version)
            throw new Error(`${id} is ${version}, heard ${listener.values.get(id)}`);
        }
      } else await this.#reachedHead(listener, room.name, key);
    }
  }

  async #reachedHead(listener: Listener, room: string, key: Key): Promise<void> {
    const probe = this.#listener();
    const fresh = await this.#house.connect();
    const target = Object.values(rooms).find(({ name }) => name === room)!;
    const joined = await this.#rooms.join(fresh.peer, target as Room<never>, key);
    if (isRefusal(joined)) throw new Error(joined.refuse);
    this.#house.tick();
    for (const event of fresh.wire.said) probe.hear(event as Parameters<Listener['hear']>[0]);
    const head = probe.places.get(`${room} ${key}`)!.pos;
    const place = listener.places.get(`${room} ${key}`)?.pos;
    // Other keys share the feed's sequence: their messages pass a reader of one key by.
    const same = room === feed.name || place?.seq === head.seq;
    const last = listener.places.get(`${room} ${key}`)?.last ?? null;
    const ended = last === null || this.#truth.get(`${room} ${key}`)?.at(-1) === last;
    if (place?.epoch !== head.epoch || !same || !ended)
      throw new Error(`${room} ${key} ends at ${JSON.stringify(place)}`);
    fresh.inbound.closed(1000);
  }
}
