import { Worker } from 'node:worker_threads';
import { RenderRefused, type RenderCode } from './render-refused.ts';
import type { Rendered, RenderTask } from './task.ts';

export type FromRenderWorker =
  | 'ready'
  | { readonly gives: Rendered[RenderTask['do']] }
  | { readonly failed: string; readonly code?: RenderCode };

/** Megabytes of a worker's heap: content that needs more is refused, and nothing else dies of it. */
const MOST_MEMORY = 256;

export interface RenderThreadOptions {
  readonly module: URL;
  /** Milliseconds that one task may take. */
  readonly longest: number;
}

/** One worker, one task at a time. After `RENDER_TOO_LONG`, or when its worker dies, it is `over` and takes no more. */
export class RenderThread {
  readonly #worker: Worker;
  readonly #longest: number;
  readonly #gone = Promise.withResolvers<void>();
  #task: PromiseWithResolvers<Rendered[RenderTask['do']]> | null = null;
  #ready = false;
  #over = false;
  #timer: NodeJS.Timeout | undefined;

  constructor({ module, longest }: RenderThreadOptions) {
    this.#longest = longest;
    this.#worker = new Worker(module, {
      name: 'render',
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
    });
    // An idle thread keeps no process alive.
    this.#worker.unref();
    this.#worker.on('message', (message: FromRenderWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#end(new RenderRefused('RENDER_FAILED', String(error))));
    this.#worker.on('exit', () => {
      this.#end(new RenderRefused('RENDER_CLOSED', 'the thread has ended'));
      this.#gone.resolve();
    });
  }

  get over(): boolean {
    return this.#over;
  }

  /** Rejects with `RenderRefused`. */
  run(task: RenderTask): Promise<Rendered[RenderTask['do']]> {
    const asked = Promise.withResolvers<Rendered[RenderTask['do']]>();
    this.#task = asked;
    this.#worker.ref();
    try {
      this.#worker.postMessage(task);
      if (this.#ready) this.#limit();
    } catch (error) {
      // What is no plain data cannot cross.
      this.#settle()?.reject(new RenderRefused('RENDER_FAILED', String(error)));
    }
    return asked.promise;
  }

  async close(): Promise<void> {
    this.#worker.ref();
    this.#end(new RenderRefused('RENDER_CLOSED', 'the renderer closes'));
    await this.#gone.promise;
  }

  #receive(message: FromRenderWorker): void {
    if (message === 'ready') {
      this.#ready = true;
      if (this.#task) this.#limit();
      return;
    }
    const task = this.#settle();
    if ('gives' in message) task?.resolve(message.gives);
    else task?.reject(new RenderRefused(message.code ?? 'RENDER_FAILED', message.failed));
  }

  /** Bounds the task in hand by the machine's own clock: it is CPU time that runs away, whatever a test's clock says. */
  #limit(): void {
    this.#timer = setTimeout(() => {
      this.#end(new RenderRefused('RENDER_TOO_LONG', `over ${this.#longest} ms`));
    }, this.#longest);
  }

  #settle(): PromiseWithResolvers<Rendered[RenderTask['do']]> | null {
    clearTimeout(this.#timer);
    const task = this.#task;
    this.#task = null;
    if (!this.#over) this.#worker.unref();
    return task;
  }

  #end(why: RenderRefused): void {
    if (this.#over) return;
    this.#over = true;
    void this.#worker.terminate();
    this.#settle()?.reject(why);
  }
}
