import { encodeAutomatic, encodeNow, encodePaperSensor, troubleOf } from '../escpos/status.ts';
import { CommandParser } from './command-parser.ts';
import type { Token } from './command-parser.ts';
import type { Faults } from './faults.ts';
import { statusOf } from './faults.ts';
import { Interpreter } from './interpreter.ts';
import type { Action } from './interpreter.ts';
import type { Sheet } from './sheet.ts';

const NAMES = { maker: 'POSTHOUSE', model: 'VIRTUAL' } as const;

/** What a session needs from the printer and its socket. */
export interface SessionPort {
  faults(): Faults;
  reply(bytes: Uint8Array): void;
  drop(): void;
  /** So many bytes came in; true when the power went with the last of them. */
  power(bytes: number): boolean;
  sheet(sheet: Sheet): void;
  drawer(): void;
  /** A line went on the paper. */
  line(): void;
}

/**
 * One connection to a virtual printer. As in a real one, a receive buffer stands before the mechanism: it fills
 * while paper or cover stop the mechanism, is worked off when they are right again (even after the connection has
 * gone), and only `DLE EOT` is answered past it.
 */
export class PrinterSession {
  #parser = new CommandParser();
  #interpreter: Interpreter;
  #port: SessionPort;
  #queue: Token[] = [];
  #queued = 0;
  #received = 0;
  #statusBack = false;
  #ended = false;
  #finished = false;
  #working = false;

  /** `width`: dots across the printable area. */
  constructor(width: number, port: SessionPort) {
    this.#interpreter = new Interpreter(width);
    this.#port = port;
  }

  /** Bytes in the receive buffer, to pause the socket by. */
  get queued(): number {
    return this.#queued;
  }

  /** True when the connection is over and everything it sent has been worked off. */
  get finished(): boolean {
    return this.#finished;
  }

  receive(chunk: Uint8Array): void {
    const { dropAfterBytes, dieAfterBytes } = this.#port.faults();
    const room = dropAfterBytes === null ? chunk.length : Math.max(0, dropAfterBytes - this.#received);
    const taken = chunk.subarray(0, Math.min(room, dieAfterBytes ?? room));
    this.#received += taken.length;
    this.#enqueue(this.#parser.push(taken));
    this.#work();
    if (this.#port.power(taken.length)) return;
    if (taken.length < chunk.length) this.#port.drop();
  }

  /** The power is gone: what hangs in the slot stays there, what is in the buffer is lost. */
  die(): void {
    this.#ended = true;
    this.#queue = [];
    this.#queued = 0;
    this.#work();
  }

  /** The faults have changed. */
  changed(): void {
    this.#sayStatus();
    this.#work();
  }

  end(): void {
    if (this.#ended) return;
    this.#enqueue(this.#parser.end());
    this.#ended = true;
    this.#work();
  }

  #enqueue(tokens: readonly Token[]): void {
    for (const token of tokens) {
      if (token.is === 'command' && token.name === 'DLE \x04') {
        this.#reply(Uint8Array.of(encodeNow(token.bytes[2] ?? 1, statusOf(this.#port.faults()))));
        continue;
      }
      this.#queue.push(token);
      this.#queued += sizeOf(token);
    }
  }

  #work(): void {
    // A paper's listener may change the faults, which comes back here.
    if (this.#working) return;
    this.#working = true;
    let done = 0;
    while (done < this.#queue.length && this.#able()) {
      const token = this.#queue[done++];
      if (!token) break;
      this.#queued -= sizeOf(token);
      for (const action of this.#interpreter.run(token)) this.#act(action);
      if (token.is === 'control' && token.byte === 0x0a) this.#port.line();
    }
    this.#queue.splice(0, done);
    this.#working = false;
    if (!this.#ended || this.#finished || this.#queue.length > 0) return;
    this.#finished = true;
    for (const action of this.#interpreter.end(false)) this.#act(action);
  }

  #able(): boolean {
    const faults = this.#port.faults();
    return !faults.hang && troubleOf(statusOf(faults)) === null;
  }

  #act(action: Action): void {
    const faults = this.#port.faults();
    switch (action.is) {
      case 'sheet':
        return faults.lie ? undefined : this.#port.sheet(action.sheet);
      case 'drawer':
        return this.#port.drawer();
      case 'status-back':
        this.#statusBack = action.on;
        return this.#sayStatus();
      case 'ask-consumed':
        if (faults.confirmation === 'none') return;
        return this.#reply(Uint8Array.of(encodePaperSensor(statusOf(faults))));
      case 'ask-name':
        return this.#reply(Buffer.from(`_${NAMES[action.what]}\0`, 'latin1'));
      case 'ask-printed':
        if (faults.confirmation !== 'all') return;
        return this.#reply(Uint8Array.of(0x37, 0x22, ...Buffer.from(action.id, 'latin1'), 0));
    }
  }

  #sayStatus(): void {
    if (this.#statusBack) this.#reply(encodeAutomatic(statusOf(this.#port.faults())));
  }

  #reply(bytes: Uint8Array): void {
    const { silent, hang } = this.#port.faults();
    if (!silent && !hang && !this.#ended) this.#port.reply(bytes);
  }
}

function sizeOf(token: Token): number {
  switch (token.is) {
    case 'text':
    case 'command':
      return token.bytes.length;
    case 'control':
    case 'oversized':
      return 1;
  }
}
