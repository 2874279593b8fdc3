import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock, Id, Ms } from '@posthouse/kernel';
import { DOTS_PER_COLUMN, paperColumns } from '../receipt/columns.ts';
import { NO_FAULTS, wordOf } from './faults.ts';
import type { Faults } from './faults.ts';
import { Paper } from './paper.ts';
import { PrinterSession } from './session.ts';
import type { Sheet } from './sheet.ts';

export interface VirtualPrinterOptions {
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 9100 by default; 0 takes a free one. */
  readonly port?: number;
  readonly clock?: Pick<Clock, 'now'>;
  /** Millimetres; 80 by default. */
  readonly paperWidthMm?: number;
  /** The oldest papers are forgotten beyond this; 50 by default. */
  readonly maxPapers?: number;
  readonly faults?: Partial<Faults>;
  /** What it printed in an earlier life, oldest first. */
  readonly papers?: readonly KeptSheet[];
  /**
   * Puts a sheet away for a later life and gives it its number. The printer says nothing more before that: what it
   * confirms is kept. A sheet that cannot be kept is out all the same.
   */
  readonly keep?: (sheet: Sheet, at: Ms) => Promise<Id>;
}

export interface KeptSheet {
  readonly id: Id;
  readonly at: Ms;
  readonly sheet: Sheet;
}

export interface VirtualPrinter {
  readonly host: string;
  readonly port: number;
  readonly paperWidthMm: number;
  /** Its state in its driver's words: `ready`, `paper-out`, `cover-open`, `unreachable`. */
  readonly state: string;
  /** Oldest first. */
  papers(): readonly Paper[];
  paper(id: Id): Paper | undefined;
  /** Calls `fn` with every new paper; the returned function stops that. */
  onPaper(fn: (paper: Paper) => void): () => void;
  faults(): Faults;
  /** Changes some faults; printers whose paper is back go on with what they hold. */
  setFault(change: Partial<Faults>): void;
  close(): Promise<void>;
}

const RECEIVE_BUFFER = 262_144;
const MOST_CONNECTIONS = 32;
const MOST_LINGERING = 16;

/** Starts a printer that exists in TCP only: port 9100's language in, papers as text and SVG out. */
export async function createVirtualPrinter(options: VirtualPrinterOptions = {}): Promise<VirtualPrinter> {
  const { host = '127.0.0.1', port = 9100, paperWidthMm = 80, maxPapers = 50, keep } = options;
  const now = (): number => options.clock?.now() ?? Date.now();
  const width = paperColumns(paperWidthMm) * DOTS_PER_COLUMN;
  const connected = new Map<Socket, PrinterSession>();
  /** Sessions whose connection has gone and whose buffer still waits for paper. */
  const lingering = new Set<PrinterSession>();
  const listeners = new Set<(paper: Paper) => void>();
  let papers = (options.papers ?? []).map(({ id, at, sheet }) => new Paper(id, at, paperWidthMm, sheet));
  /** Sheets that are being put away, one after the other; null: none is. */
  let keeping: Promise<void> | null = null;
  let faults: Faults = { ...NO_FAULTS, ...options.faults };

  function setFault(change: Partial<Faults>): void {
    faults = { ...faults, ...change };
    if (faults.dead) blackout();
    for (const session of [...lingering, ...connected.values()]) session.changed();
    for (const session of lingering) if (session.finished) lingering.delete(session);
    for (const [socket, session] of connected) flow(socket, session);
  }

  function flow(socket: Socket, session: PrinterSession): void {
    if (faults.hang || session.queued > RECEIVE_BUFFER) socket.pause();
    else socket.resume();
  }

  function lineFed(): void {
    if (faults.outAfterLines === null) return;
    const left = faults.outAfterLines - 1;
    if (left > 0) faults = { ...faults, outAfterLines: left };
    else setFault({ outAfterLines: null, paper: 'out' });
  }

  function drawn(bytes: number): boolean {
    if (faults.dieAfterBytes === null) return false;
    const left = faults.dieAfterBytes - bytes;
    faults = { ...faults, dieAfterBytes: Math.max(0, left) };
    if (left > 0) return false;
    setFault({ dieAfterBytes: null, dead: true });
    return true;
  }

  /** `id` null: it could not be kept. */
  function lay(id: Id | null, at: Ms, sheet: Sheet): void {
    const next = (papers.at(-1)?.id ?? 0) + 1;
    const paper = new Paper(Math.max(id ?? next, next), at, paperWidthMm, sheet);
    papers = [...papers, paper].slice(-maxPapers);
    for (const listener of listeners) listener(paper);
  }

  function eject(sheet: Sheet): void {
    const at = now();
    if (!keep) return lay(null, at, sheet);
    const mine: Promise<void> = (keeping ?? Promise.resolve())
      .then(() => keep(sheet, at))
      .catch(() => null)
      .then((id) => {
        lay(id, at, sheet);
        if (keeping === mine) keeping = null;
      });
    keeping = mine;
  }

  function reply(socket: Socket, bytes: Uint8Array): void {
    const say = () => void (socket.destroyed || socket.write(bytes));
    if (keeping) void keeping.then(say);
    else say();
  }

  /** All at once, and without a word to anybody. */
  function blackout(): void {
    const sessions = [...connected.values(), ...lingering];
    for (const socket of connected.keys()) socket.resetAndDestroy();
    connected.clear();
    lingering.clear();
    for (const session of sessions) session.die();
  }

  function accept(socket: Socket): void {
    if (faults.dead) {
      socket.resetAndDestroy();
      return;
    }
    const session = new PrinterSession(width, {
      faults: () => faults,
      reply: (bytes) => reply(socket, bytes),
      drop: () => socket.destroy(),
      power: drawn,
      drawer: () => undefined,
      line: lineFed,
      sheet: eject,
    });
    connected.set(socket, session);
    socket.setNoDelay(true);
    flow(socket, session);
    socket.on('data', (chunk) => {
      session.receive(chunk);
      if (!socket.destroyed) flow(socket, session);
    });
    // A reset is an ordinary end for a printer: what arrived is printed.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (!connected.delete(socket)) return;
      session.end();
      if (session.finished) return;
      lingering.add(session);
      const [oldest] = lingering;
      if (lingering.size > MOST_LINGERING && oldest) lingering.delete(oldest);
    });
  }

  const server = createServer(accept);
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    host,
    port: (server.address() as AddressInfo).port,
    paperWidthMm,
    get state() {
      return wordOf(faults);
    },
    papers: () => papers,
    paper: (id) => papers.find((paper) => paper.id === id),
    onPaper(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
    faults: () => faults,
    setFault,
    async close() {
      for (const socket of connected.keys()) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await keeping;
    },
  };
}
