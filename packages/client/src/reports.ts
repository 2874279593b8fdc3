import type { ClientMessage, ClientWord, HubWord } from '@posthouse/protocol';
import { ClientError, isPassing } from './client-error.ts';

type ReportWord = ClientWord<'taken'> | ClientWord<'over'> | ClientWord<'evidence'>;

interface Unrecorded {
  readonly word: ReportWord;
  readonly resolve: () => void;
  readonly reject: (error: ClientError) => void;
  /** Unrecorded for a whole round. */
  old: boolean;
}

/** What was said of items and is not yet on the hub's disk: said again until it is. */
export class Reports {
  readonly #send: (message: ClientMessage) => boolean;
  readonly #bound: number;
  readonly #unrecorded = new Map<string, Unrecorded>();
  #count = 0;
  #closed = false;

  constructor(send: (message: ClientMessage) => boolean, bound: number) {
    this.#send = send;
    this.#bound = bound;
  }

  /**
   * Resolves when the hub has it on disk. Evidence beyond the bound is refused (NATIVE_QUEUE_FULL); an end is always
   * kept until `close` (NATIVE_DISCONNECTED), but for what the hub cannot read (NATIVE_TOO_LARGE). Nobody needs to await
   * it: a rejection that is not looked at disturbs nobody.
   */
  say(report: Omit<ReportWord, 'id'>): Promise<void> {
    if (this.#closed) return quiet(Promise.reject(new ClientError('NATIVE_DISCONNECTED')));
    if (report.type === 'evidence' && this.#unrecorded.size >= this.#bound) {
      return quiet(Promise.reject(new ClientError('NATIVE_QUEUE_FULL')));
    }
    const id = `r${++this.#count}`;
    const word = { ...report, id } as ReportWord;
    return quiet(
      new Promise<void>((resolve, reject) => {
        this.#unrecorded.set(id, { word, resolve, reject, old: false });
        this.#sayNow(id, word);
      }),
    );
  }

  /** In order: `all` on a new connection, and each round those that the last one found unrecorded. */
  repeat(which: 'all' | 'old'): void {
    for (const [id, unrecorded] of this.#unrecorded) {
      if (which === 'all' || unrecorded.old) this.#sayNow(id, unrecorded.word);
      unrecorded.old = which === 'old';
    }
  }

  recorded({ id = '' }: HubWord<'recorded'>): void {
    this.#take(id)?.resolve();
  }

  /** The hub can never record it: it is not said again. */
  refused(id: string, error: ClientError): boolean {
    if (!this.#unrecorded.has(id)) return false;
    if (!isPassing(error.code)) this.#take(id)?.reject(error);
    return true;
  }

  /** Nobody hears of a record any more. */
  close(): void {
    this.#closed = true;
    for (const id of this.#unrecorded.keys()) this.#take(id)?.reject(new ClientError('NATIVE_DISCONNECTED'));
  }

  #sayNow(id: string, word: ReportWord): void {
    try {
      this.#send(word);
    } catch (error) {
      this.#take(id)?.reject(error as ClientError);
    }
  }

  #take(id: string): Unrecorded | undefined {
    const unrecorded = this.#unrecorded.get(id);
    this.#unrecorded.delete(id);
    return unrecorded;
  }
}

function quiet(promise: Promise<void>): Promise<void> {
  promise.catch(() => {});
  return promise;
}
