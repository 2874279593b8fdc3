import type { Driver } from './driver.ts';
import type { AfterReason, BeforeReason, DriverState, Outcome, PrintJob } from './outcome.ts';

const MOST_WAITING = 16;

/** What a printer without a way back needs: a place to write to. */
export interface Sink {
  /** Makes sure that writing can begin; rejects when it cannot. Nothing of the document has been written. */
  open(): Promise<void>;
  /** Hands the whole document over. */
  write(bytes: Uint8Array): Promise<Written>;
  /** Lets go of what `open` took; never rejects. `abandon`: a write is still under way. */
  close(abandon: boolean): Promise<void>;
}

/** `refused`: certainly not a byte of it was taken. */
export type Written =
  { readonly is: 'sent' | 'spooled' } | { readonly is: 'refused' | 'lost'; readonly why: string };

/** A printer that never says anything: what could be handed over whole is `sent` or `spooled`, and no more is claimed. */
export class OneWayDriver implements Driver {
  state: DriverState = { link: 'closed', status: null, trouble: null };
  readonly #sink: Sink;
  readonly #onState: (state: DriverState) => void;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #closed = false;
  #letGo = Promise.withResolvers<void>();

  constructor(sink: Sink, onState: (state: DriverState) => void = () => undefined) {
    this.#sink = sink;
    this.#onState = onState;
  }

  print(job: PrintJob): Promise<Outcome> {
    if (this.#waiting >= MOST_WAITING) return Promise.resolve(before('busy'));
    return this.#inTurn(() => this.#print(job));
  }

  probe(): Promise<DriverState> {
    if (this.#waiting > 0) return Promise.resolve(this.state);
    return this.#inTurn(async () => {
      await this.#open();
      await this.#sink.close(false);
      return this.state;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#letGo.resolve();
    await this.#tail;
  }

  #inTurn<T>(turn: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const result = this.#tail.then(turn).finally(() => this.#waiting--);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #print(job: PrintJob): Promise<Outcome> {
    if (this.#closed) return before('closed');
    const closed = await this.#open();
    if (closed !== null) return before('unreachable', closed);
    let begun: boolean;
    try {
      begun = await job.onStart();
    } catch (error) {
      await this.#sink.close(false);
      return before('not-started', String(error));
    }
    if (!begun) {
      await this.#sink.close(false);
      return { how: 'revoked' };
    }
    const written = await Promise.race([this.#write(job.bytes), this.#letGo.promise]);
    await this.#sink.close(written === undefined);
    return written === undefined ? after('closed') : outcomeOf(written);
  }

  async #write(bytes: Uint8Array): Promise<Written> {
    try {
      return await this.#sink.write(bytes);
    } catch (error) {
      return { is: 'lost', why: messageOf(error) };
    }
  }

  /** null: open; else why not. */
  async #open(): Promise<string | null> {
    try {
      await this.#sink.open();
    } catch (error) {
      this.#show('unreachable');
      return messageOf(error);
    }
    this.#show('open');
    return null;
  }

  #show(link: DriverState['link']): void {
    if (this.state.link === link) return;
    this.state = { ...this.state, link };
    this.#onState(this.state);
  }
}

function outcomeOf(written: Written): Outcome {
  switch (written.is) {
    case 'sent':
    case 'spooled':
      return { how: 'unconfirmed', evidence: written.is };
    case 'refused':
      return before('refused', written.why);
    case 'lost':
      return after('connection-lost', written.why);
  }
}

function before(reason: BeforeReason, detail?: string): Outcome {
  return detail === undefined ? { how: 'failed-before', reason } : { how: 'failed-before', reason, detail };
}

function after(reason: AfterReason, detail?: string): Outcome {
  return detail === undefined ? { how: 'unknown', reason } : { how: 'unknown', reason, detail };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
