import { connect, type Socket } from 'node:net';
import { clientFrame, frameHead, OPCODES } from '../storm/frames.ts';
import type { RawSocket } from '../storm/raw-socket.ts';
import { Attacker, type Attack } from './attacker.ts';
import { attackedDoors, publication, type AttackedDoor, type Ports } from './doors.ts';

/** What an attack is given: where, how often each figure is to be multiplied, and who hears of its ends. */
export interface Ground {
  readonly ports: Ports;
  /** Where this kind's peers come from: what one kind did is not held against the next. */
  readonly from: string;
  /** 1 in a soak; less in a short test. */
  readonly scale: number;
  readonly random: () => number;
  readonly ended: (how: string) => void;
}

type Stop = () => void;

/** More of what was written than this waits already: a flood goes no faster than it is taken. */
const ENOUGH_WRITTEN = 262_144;

/** Codes in the counters of /metrics that prove each kind of hostile peer was ended or limited. */
export const kinds: Readonly<
  Record<string, { readonly codes: readonly string[]; readonly start: (ground: Ground) => Stop }>
> = {
  flood: { codes: ['KERNEL_TOO_FAST'], start: flood },
  drip: { codes: ['KERNEL_UNAUTHENTICATED', 'HUB_REQUEST_TIMEOUT'], start: drip },
  nesting: { codes: ['KERNEL_TOO_DEEP'], start: nesting },
  halfOpen: { codes: ['KERNEL_DEAD_LINK'], start: halfOpen },
  neverReads: { codes: ['KERNEL_SLOW_READER'], start: neverReads },
  garbage: { codes: ['KERNEL_BAD_FRAME', 'KERNEL_BAD_TEXT', 'KERNEL_TOO_LARGE'], start: garbage },
  joins: { codes: ['KERNEL_TOO_MANY_ROOMS'], start: joins },
  connections: { codes: ['KERNEL_TOO_MANY_FROM_ADDRESS'], start: connections },
};

/** 25 times as many messages as a connection may send, from two peers at each door. */
function flood(ground: Ground): Stop {
  let n = 0;
  const attackers = atEachDoor(ground, 2, () => ({}));
  return all(
    attackers,
    every(20, () => {
      for (const { link, door } of linksOf(attackers)) {
        const frames = Array.from({ length: 100 }, () => clientFrame(OPCODES.text, door.chatter(n++)));
        if (link.socket.writableLength < ENOUGH_WRITTEN) link.socket.write(Buffer.concat(frames));
      }
    }),
  );
}

/** Slowloris: upgrades that never end, and after an upgrade frames that never end; one byte each half second. */
function drip(ground: Ground): Stop {
  const sockets = attackedDoors(ground.ports).flatMap(({ name, target }) =>
    Array.from({ length: many(ground, 20) }, () => {
      const socket = connect({ host: '127.0.0.1', port: target.port, localAddress: ground.from });
      socket.on('error', () => {});
      socket.on('data', (answer) => ground.ended(`${name}: ${String(answer.subarray(0, 12))}`));
      return socket;
    }),
  );
  const attackers = atEachDoor(ground, 10, (door) => ({
    silent: true,
    act(link) {
      const frame = clientFrame(OPCODES.text, door.greeting[0]!);
      link.socket.once('close', drips(link.socket, frame));
    },
  }));
  const request = Buffer.from(`GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ${'a'.repeat(1_000)}`);
  const stops = sockets.map((socket) => drips(socket, request));
  return all(attackers, ...stops, () => sockets.forEach((socket) => socket.destroy()));
}

/** Writes one byte each half second. */
function drips(socket: Socket, bytes: Buffer): Stop {
  let at = 0;
  return every(500, () => {
    if (socket.writable) socket.write(bytes.subarray(at, ++at));
  });
}

/** One MiB of brackets, five times a second from each peer. */
function nesting(ground: Ground): Stop {
  const levels = 2 ** 19 - 100;
  const json = '['.repeat(levels) + ']'.repeat(levels);
  const frames = new Map(
    attackedDoors(ground.ports).map(({ name, wrap }) => [name, clientFrame(OPCODES.text, wrap(json))]),
  );
  const attackers = atEachDoor(ground, 2, () => ({}));
  return all(
    attackers,
    every(200, () => {
      for (const { link, door } of linksOf(attackers)) {
        if (link.socket.writableLength < ENOUGH_WRITTEN) link.socket.write(frames.get(door.name)!);
      }
    }),
  );
}

/** Connected, greeted, and from then on as if the cable were cut: nothing read, no pong, no FIN. */
function halfOpen(ground: Ground): Stop {
  const attackers = atEachDoor(ground, 30, () => ({ act: stopReading }));
  return all(attackers);
}

/** In a busy room, and never reads what it gets. */
function neverReads(ground: Ground): Stop {
  const text = publication('busy', 'x'.repeat(16_384));
  const readers = atEachDoor(ground, 4, (door) => ({
    act(link) {
      const join = door.join('busy');
      if (join) link.send(join);
      stopReading(link);
    },
  }));
  const [native] = attackedDoors(ground.ports);
  // As many as it takes: the hub lets each say 256 KiB a second.
  const speakers = Array.from({ length: 6 }, () => ({
    door: native,
    attacker: new Attacker({ door: native, from: ground.from, ended: ground.ended }),
  }));
  return all(
    [...readers, ...speakers],
    every(60, () => {
      for (const { link } of linksOf(speakers)) {
        if (link.socket.writableLength < ENOUGH_WRITTEN) link.send(text);
      }
    }),
  );
}

/** Bytes that are no frames, frames that are too large, text that is no text, and JSON that is none. */
function garbage(ground: Ground): Stop {
  const { random } = ground;
  const bytes = Buffer.from(Array.from({ length: 4_096 }, () => Math.floor(random() * 256)));
  bytes[0] = 0xff;
  const messes = [
    bytes,
    frameHead(OPCODES.text, 2 ** 31),
    clientFrame(OPCODES.text, Buffer.alloc(100, 0xc3)),
    clientFrame(OPCODES.text, '{"type":'),
    clientFrame(OPCODES.binary, bytes.subarray(1)),
  ];
  // One of each, in a short run too.
  const attackers = atEachDoor({ ...ground, scale: 1 }, messes.length, (_door, index) => ({
    act: (link) => link.socket.write(messes[index % messes.length]!),
  }));
  return all(attackers);
}

/** Joins five thousand rooms, as fast as messages are let through. */
function joins(ground: Ground): Stop {
  let key = 0;
  const attackers = atEachDoor(ground, 4, () => ({}));
  return all(
    attackers,
    every(20, () => {
      for (const { link, door } of linksOf(attackers)) {
        for (let count = 0; count < 5; count++) {
          const join = door.join(`of-many/${key++ % 5_000}`);
          if (join) link.send(join);
        }
      }
    }),
  );
}

/** From one address 500 connections a second, each held, more than an address may have. */
function connections(ground: Ground): Stop {
  const [native] = attackedDoors(ground.ports);
  const attackers: Attacker[] = [];
  const most = 2_500;
  const stop = every(20, () => {
    for (let count = 0; count < 10 && attackers.length < most; count++) {
      attackers.push(new Attacker({ door: native, from: ground.from, ended: ground.ended }));
    }
  });
  return () => {
    stop();
    for (const attacker of attackers) attacker.stop();
  };
}

interface Placed {
  readonly attacker: Attacker;
  readonly door: AttackedDoor;
}

function atEachDoor(
  ground: Ground,
  count: number,
  attack: (door: AttackedDoor, index: number) => Pick<Attack, 'act' | 'silent'>,
): Placed[] {
  return attackedDoors(ground.ports).flatMap((door) =>
    Array.from({ length: many(ground, count) }, (_, index) => ({
      door,
      attacker: new Attacker({ door, from: ground.from, ended: ground.ended, ...attack(door, index) }),
    })),
  );
}

function linksOf(placed: readonly Placed[]): { link: RawSocket; door: AttackedDoor }[] {
  return placed.flatMap(({ attacker: { link }, door }) => (link ? [{ link, door }] : []));
}

const many = ({ scale }: Ground, count: number): number => Math.ceil(count * scale);

function stopReading(link: RawSocket): void {
  link.socket.pause();
}

function every(ms: number, act: () => void): Stop {
  const timer = setInterval(act, ms);
  return () => clearInterval(timer);
}

function all(attackers: readonly Placed[], ...stops: readonly Stop[]): Stop {
  return () => {
    for (const stop of stops) stop();
    for (const { attacker } of attackers) attacker.stop();
  };
}
