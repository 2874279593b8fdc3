import { CodedError, type Commit, type OpCall } from '@posthouse/kernel';
import { Worker } from 'node:worker_threads';
import { errorOf, type Answer, type Success } from './answer.ts';
import type { FromThread, Ready, ThreadData, ToThread } from './messages.ts';

interface Waiting {
  readonly call: OpCall;
  readonly resolve: (answer: Success) => void;
  readonly reject: (error: CodedError) => void;
}

export interface StoreThreadOptions {
  readonly name: string;
  readonly module: URL;
  readonly data: ThreadData;
  /** Calls that may wait; one more is refused with STORE_QUEUE_FULL. */
  readonly bound: number;
  /** Before the calls of the commit resolve. */
  onCommit(commit: Commit): void;
  /** The thread is gone without having been asked to go. At most once. */
  onFailure(error: CodedError): void;
}

/** The main thread's end of a thread: sends the calls of one tick together and settles them in order. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #options: StoreThreadOptions;
  readonly #ready = Promise.withResolvers<Ready>();
  readonly #gone = Promise.withResolvers<void>();
  #gathering: Waiting[] = [];
  /** Sent and not answered, oldest first, by message. */
  readonly #sent: Waiting[] = [];
  #count = 0;
  #opened = false;
  #end: CodedError | undefined;

  constructor(options: StoreThreadOptions) {
    this.#options = options;
    this.#worker = new Worker(options.module, { name: options.name, workerData: options.data });
    this.#worker.on('message', (message: FromThread) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('messageerror', (error) => this.#fail(error));
    this.#worker.on('exit', () => {
      this.#fail(new Error(`${options.name} has ended`));
      this.#gone.resolve();
    });
  }

  /** Rejects with what the thread refused to open for. */
  get ready(): Promise<Ready> {
    return this.#ready.promise;
  }

  call(call: OpCall): Promise<Success> {
    if (this.#end) return Promise.reject(this.#end);
    const { name, bound } = this.#options;
    if (this.#count >= bound)
      return Promise.reject(new CodedError('STORE_QUEUE_FULL', { thread: name, bound }));
    this.#count++;
    // A tick queued while promises settle runs after all of them: their next calls go over together, too.
    if (this.#gathering.length === 0) process.nextTick(() => this.#send());
    return new Promise((resolve, reject) => {
      this.#gathering.push({ call, resolve, reject });
    });
  }

  /** Takes no more calls; what is in hand goes on. */
  refuseCalls(): void {
    this.#end ??= closed();
  }

  /** Ends the thread when everything in hand is done. */
  async close(): Promise<void> {
    this.refuseCalls();
    this.#send();
    this.#worker.postMessage({ close: true } satisfies ToThread);
    await this.#gone.promise;
  }

  async terminate(): Promise<void> {
    this.refuseCalls();
    await this.#worker.terminate();
  }

  #send(): void {
    if (this.#gathering.length === 0) return;
    const group = this.#gathering;
    this.#gathering = [];
    const sendable = this.#post(group) ? group : group.filter((waiting) => this.#post([waiting], waiting));
    this.#sent.push(...sendable);
  }

  /** Arguments that are no plain data cannot cross; then each call goes alone and only they are rejected. */
  #post(group: readonly Waiting[], blame?: Waiting): boolean {
    try {
      this.#worker.postMessage({ calls: group.map(({ call }) => call) } satisfies ToThread);
      return true;
    } catch (error) {
      if (blame) {
        this.#count--;
        blame.reject(new CodedError('KERNEL_INTERNAL', { op: blame.call.op }, { cause: error }));
      }
      return false;
    }
  }

  #receive(message: FromThread): void {
    if ('ready' in message) {
      this.#opened = true;
      this.#ready.resolve(message.ready);
    } else if ('refused' in message) {
      this.#end ??= errorOf(message.refused);
      this.#ready.reject(this.#end);
    } else {
      if (message.commit) this.#options.onCommit(message.commit);
      this.#settle(message.answers);
    }
  }

  #settle(answers: readonly Answer[]): void {
    this.#count -= answers.length;
    const settled = this.#sent.splice(0, answers.length);
    for (const [index, { resolve, reject }] of settled.entries()) {
      const answer = answers[index]!;
      if ('code' in answer) reject(errorOf(answer));
      else resolve(answer);
    }
  }

  #fail(cause: unknown): void {
    const error = new CodedError('KERNEL_STORE_UNAVAILABLE', { thread: this.#options.name }, { cause });
    const unexpected = this.#opened && this.#end === undefined;
    this.#end ??= error;
    this.#ready.reject(error);
    const lost = [...this.#sent.splice(0), ...this.#gathering.splice(0)];
    this.#count = 0;
    for (const { reject } of lost) reject(error);
    if (unexpected) this.#options.onFailure(error);
  }
}

function closed(): CodedError {
  return new CodedError('KERNEL_STORE_UNAVAILABLE', { reason: 'closed' });
}
