import { CodedError, type Claimed, type Clock, type Hands, type RunEnd } from '@posthouse/kernel';
import { Worker } from 'node:worker_threads';
import type { FromThread, ThreadData, ToThread } from './messages.ts';
import { watchHeap } from './watch-heap.ts';

export interface ThreadOptions {
  readonly name: string;
  readonly folder: string;
  readonly apps: ThreadData['apps'];
  /** MiB of objects that a run may hold; beyond it the thread dies, and the process does not. */
  readonly memory: number;
  readonly clock: Pick<Clock, 'after'>;
}

/** MiB. A collection moves up to this much at once, and V8 bears at most 16 beyond its limit before it ends the process. */
const YOUNG = 16;

interface Under {
  readonly save: Hands['save'];
  readonly end: (end: RunEnd) => void;
}

/** The main thread's end of a thread that runs works, one at a time. */
export class WorkThread {
  readonly #worker: Worker;
  readonly #flag = new Int32Array(new SharedArrayBuffer(4));
  readonly #gone = Promise.withResolvers<void>();
  readonly #options: ThreadOptions;
  #run: Under | null = null;
  #over: string | null = null;

  constructor(options: ThreadOptions) {
    const { name, folder, apps, memory } = options;
    this.#options = options;
    const workerData: ThreadData = { folder, apps, flag: this.#flag.buffer };
    this.#worker = new Worker(fileOf('work-thread'), {
      name,
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 2 * memory, maxYoungGenerationSizeMb: YOUNG },
    });
    this.#worker.on('message', (message: FromThread) => this.#receive(message));
    this.#worker.on('error', (error) => this.#end(textOf(error)));
    this.#worker.on('messageerror', (error) => this.#end(textOf(error)));
    this.#worker.on('exit', (code) => {
      this.#end(`the thread has ended with code ${code}`);
      this.#gone.resolve();
    });
  }

  /** Whether it can run another. */
  get alive(): boolean {
    return this.#over === null;
  }

  /** Never rejects. */
  run(claimed: Claimed, save: Hands['save']): Promise<RunEnd> {
    if (this.#over !== null) return Promise.resolve({ is: 'lost', cause: this.#over });
    const { memory, clock } = this.#options;
    const { promise, resolve } = Promise.withResolvers<RunEnd>();
    const unwatch = watchHeap(this.#worker, memory, clock, () => {
      this.#end(`out of memory: more than ${memory} MiB`);
      void this.#worker.terminate();
    });
    this.#run = {
      save,
      end(how) {
        unwatch();
        resolve(how);
      },
    };
    Atomics.store(this.#flag, 0, 0);
    this.#tell({ run: claimed });
    return promise;
  }

  /** Seen by the run that is under way, also by a loop that never yields. */
  stop(): void {
    Atomics.store(this.#flag, 0, 1);
  }

  /** Resolves when the thread is gone. */
  async terminate(): Promise<void> {
    this.#over ??= 'the thread was ended';
    await this.#worker.terminate();
    await this.#gone.promise;
  }

  #receive(message: FromThread): void {
    if ('save' in message) void this.#save(message.save);
    else this.#finish(message.ended);
  }

  async #save({ op, args, checkpoint }: Extract<FromThread, { save: unknown }>['save']): Promise<void> {
    let refused: Extract<ToThread, { refused: unknown }>['refused'] = null;
    try {
      await this.#run?.save(op, args, checkpoint);
    } catch (error) {
      refused =
        error instanceof CodedError
          ? { code: error.code, detail: error.detail }
          : { code: 'KERNEL_INTERNAL' };
    }
    this.#tell({ refused });
  }

  #end(cause: string): void {
    this.#over ??= cause;
    this.#finish({ is: 'lost', cause: this.#over });
  }

  #finish(end: RunEnd): void {
    const run = this.#run;
    this.#run = null;
    run?.end(end);
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }
}

/** The thread's file has the suffix of this one: it runs as it is in the repository, and as built in a package. */
function fileOf(name: string): URL {
  return new URL(`./${name}.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
