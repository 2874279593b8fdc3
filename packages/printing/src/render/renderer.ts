import type { Receipt } from '../receipt/encode.ts';
import { RenderRefused } from './render-refused.ts';
import { RenderThread } from './render-thread.ts';
import type { Preview, PrintedSheet, Rendered, RenderTask, TemplateView } from './task.ts';

export interface RendererOptions {
  /** Workers at most; each starts with the first task that finds no other idle. 1 by default. */
  readonly threads?: number;
  /** Tasks that may wait; one more is refused with `RENDER_BUSY`. 256 by default. */
  readonly bound?: number;
  /** Milliseconds that one task may take before its worker is ended and it is refused with `RENDER_TOO_LONG`. 10 s by default. */
  readonly longest?: number;
  /** The worker's module, for tests. */
  readonly module?: URL;
}

/**
 * The engine off the calling thread, so that a long receipt delays no heartbeat. Everything goes over, however short:
 * the way there and back costs the caller no more than a receipt of ten lines would. All reject with `RenderRefused`.
 */
export interface Renderer {
  /** The bytes that print it: `encodeReceipt`. */
  encode(receipt: Receipt): Promise<Uint8Array>;
  /** Its picture: `receiptSvg`. */
  svg(receipt: Receipt): Promise<string>;
  /** The same as PNG; also rejects with `RENDER_NO_CANVAS` and `RENDER_NO_FONT`. */
  png(receipt: Receipt): Promise<Uint8Array>;
  /** A template on a sample order, or what is wrong with it. */
  preview(view: TemplateView): Promise<Preview>;
  /** The picture of what a virtual printer has printed. */
  draw(printed: PrintedSheet): Promise<string>;
  drawPng(printed: PrintedSheet): Promise<Uint8Array>;
  /** Refuses what waits and what is under way; resolves when the workers are gone. */
  close(): Promise<void>;
}

interface Waiting {
  readonly task: RenderTask;
  readonly resolve: (rendered: Rendered[RenderTask['do']]) => void;
  readonly reject: (why: unknown) => void;
}

/** This module runs as TypeScript in development, as JavaScript in a package. */
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const MODULE = new URL(`./render-worker.${EXTENSION}`, import.meta.url);

/** Opens nothing yet: a hub that prints nothing has no worker. */
export function createRenderer({
  threads: most = 1,
  bound = 256,
  longest = 10_000,
  module = MODULE,
}: RendererOptions = {}): Renderer {
  const waiting: Waiting[] = [];
  const idle: RenderThread[] = [];
  const busy = new Set<RenderThread>();
  let closed = false;

  function ask<T extends RenderTask>(task: T): Promise<Rendered[T['do']]> {
    if (closed) return Promise.reject(new RenderRefused('RENDER_CLOSED', 'the renderer is closed'));
    if (waiting.length >= bound && !hasRoom()) {
      return Promise.reject(new RenderRefused('RENDER_BUSY', `${bound} wait`));
    }
    return new Promise((resolve, reject) => {
      // A thread answers a task with what its kind gives.
      waiting.push({ task, resolve: resolve as Waiting['resolve'], reject });
      serve();
    });
  }

  const hasRoom = () => idle.length > 0 || busy.size < most;

  function serve(): void {
    while (waiting.length > 0 && hasRoom()) {
      const thread = idle.pop() ?? new RenderThread({ module, longest });
      // It may have died while it was idle.
      if (!thread.over) void run(thread, waiting.shift()!);
    }
  }

  async function run(thread: RenderThread, { task, resolve, reject }: Waiting): Promise<void> {
    busy.add(thread);
    try {
      resolve(await thread.run(task));
    } catch (error) {
      reject(error);
    }
    busy.delete(thread);
    if (!thread.over) idle.push(thread);
    serve();
  }

  return {
    encode: (receipt) => ask({ do: 'encode', receipt }),
    svg: (receipt) => ask({ do: 'svg', receipt }),
    png: (receipt) => ask({ do: 'png', receipt }),
    preview: (view) => ask({ do: 'preview', ...view }),
    draw: ({ sheet, widthMm }) => ask({ do: 'draw', sheet, widthMm }),
    drawPng: ({ sheet, widthMm }) => ask({ do: 'draw-png', sheet, widthMm }),
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) {
        reject(new RenderRefused('RENDER_CLOSED', 'the renderer closes'));
      }
      await Promise.all([...idle.splice(0), ...busy].map((thread) => thread.close()));
    },
  };
}
