import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a driver asks before a document: `GS a 255`, `DLE EOT 2`, `DLE EOT 4`. */
const QUESTION = Buffer.from([0x1d, 0x61, 0xff, 0x10, 0x04, 0x02, 0x10, 0x04, 0x04]);
const PRINTED = Buffer.from([0x37, 0x22]);
/** A confirmation may be lost with the one who heard it before it is on disk. */
const FRESH = 1_000;

/** Connections that ended in the middle of something, by what they were in the middle of. */
export interface Interrupted {
  /** After the first byte of a document, before its confirmation. */
  writes: number;
  /** Between the question how the printer is and the first byte, or a printer that could not print. */
  questions: number;
  /** Within a second after a confirmation: nobody but the driver knows whether it was recorded. */
  confirmations: number;
}

/** The wire between a driver and its printer: slow, cut at a byte, and counting what each cut and kill interrupts. */
export class Cable {
  readonly interrupted: Interrupted = { writes: 0, questions: 0, confirmations: 0 };
  cuts = 0;
  readonly #server: Server;
  readonly #target: number;
  readonly #delay: () => number;
  readonly #sockets = new Set<Socket>();
  #cutAfter: number | null = null;

  private constructor(target: number, delay: () => number) {
    this.#target = target;
    this.#delay = delay;
    this.#server = createServer((near) => void this.#serve(near));
  }

  /** `delay`: milliseconds by which each piece of a document is late. */
  static async open(target: number, delay: () => number): Promise<Cable> {
    const cable = new Cable(target, delay);
    cable.#server.listen(0, '127.0.0.1');
    await once(cable.#server, 'listening');
    return cable;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts the cable after that many more bytes of documents. */
  cutAfter(bytes: number): void {
    this.#cutAfter ??= bytes;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(near: Socket): Promise<void> {
    const far = connect(this.#target, '127.0.0.1');
    let state: 'quiet' | 'asked' | 'writing' = 'quiet';
    let confirmedAt = -Infinity;
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.once('close', () => {
      if (state === 'writing') this.interrupted.writes++;
      else if (state === 'asked') this.interrupted.questions++;
      else if (performance.now() - confirmedAt < FRESH) this.interrupted.confirmations++;
    });
    far.on('data', (chunk) => {
      if (state === 'writing' && chunk.includes(PRINTED)) {
        state = 'quiet';
        confirmedAt = performance.now();
      }
      near.write(chunk);
    });
    try {
      for await (const chunk of near as AsyncIterable<Buffer>) {
        if (chunk.equals(QUESTION)) {
          state = 'asked';
          far.write(chunk);
          continue;
        }
        state = 'writing';
        if (!(await this.#forward(chunk, far))) break;
      }
    } catch {
      // A reset is how kills and cuts look from here.
    }
    near.destroy();
  }

  /** In two pieces with a wait between, so that there is something to interrupt. False: cut. */
  async #forward(chunk: Buffer, far: Socket): Promise<boolean> {
    const half = Math.ceil(chunk.length / 2);
    for (const piece of [chunk.subarray(0, half), chunk.subarray(half)]) {
      if (piece.length === 0) continue;
      await sleep(this.#delay());
      const room = this.#cutAfter ?? Infinity;
      if (this.#cutAfter !== null) this.#cutAfter -= piece.length;
      far.write(piece.subarray(0, room));
      if (room > piece.length) continue;
      this.#cutAfter = null;
      this.cuts++;
      // What was written before the cut arrives; then the printer hears nothing more.
      far.end();
      return false;
    }
    return true;
  }
}
