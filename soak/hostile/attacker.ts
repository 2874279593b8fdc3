import { RawSocket, type RawTarget } from '../storm/raw-socket.ts';
import type { AttackedDoor } from './doors.ts';

/** A client that was cut comes back after this, in milliseconds. */
const COMES_BACK = 1_000;

export interface Attack {
  readonly door: AttackedDoor;
  readonly from: string;
  /** Greets unless told otherwise. */
  readonly silent?: boolean;
  /** Called on each connection after the upgrade and the greeting. */
  readonly act?: (link: RawSocket) => void;
  /** How a connection ended. */
  readonly ended: (how: string) => void;
}

/** One hostile client: it connects, does what it does, and comes back whenever it is cut. */
export class Attacker {
  /** Open and greeted. */
  link: RawSocket | null = null;
  #connection: RawSocket | null = null;
  readonly #attack: Attack;
  #over = false;

  constructor(attack: Attack) {
    this.#attack = attack;
    this.#connect();
  }

  stop(): void {
    this.#over = true;
    this.#connection?.drop();
  }

  #connect(): void {
    if (this.#over) return;
    const { door, from, silent, act, ended } = this.#attack;
    const target: RawTarget = { ...door.target, from };
    const link: RawSocket = new RawSocket(target, {
      open: () => {
        if (!silent) for (const word of door.greeting) link.send(word);
        this.link = link;
        act?.(link);
      },
      text: (text) => {
        // Engine.IO's own heartbeat: a flood is not cut for silence.
        if (text === '2' && door.name === 'socket.io') link.send('3');
      },
      closed: (how) => {
        this.link = null;
        this.#connection = null;
        if (this.#over) return;
        ended(`${door.name}: ${how}`);
        setTimeout(() => this.#connect(), COMES_BACK);
      },
    });
    this.#connection = link;
  }
}
