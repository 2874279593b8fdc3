import type { Connection } from './connection.ts';
import { isOver, type Entry, type Journal } from './journal.ts';
import { printSheet } from './print.ts';
import { sheetOf } from './sheet.ts';

export interface PressOptions {
  readonly journal: Journal;
  /** No dialog, and no question: the browser was started so. */
  readonly silent: () => boolean;
  readonly words: { readonly full: string; readonly pictureLost: string };
  readonly onChange: () => void;
}

const TELL_AGAIN = 5_000;

/** Prints what has come, one after the other, and tells the hub until it knows. */
export class Press {
  readonly #options: PressOptions;
  #line: Connection | null = null;
  #printing = false;

  constructor(options: PressOptions) {
    this.#options = options;
  }

  /** The line is up: what was not told is told, and what waits is printed. */
  async connected(line: Connection): Promise<void> {
    this.#line = line;
    for (const { job } of this.#options.journal.unrecorded) await this.#tell(job);
    void this.#work();
  }

  /** A job came, perhaps once more: the journal says whether it is known. */
  async take(payload: NonNullable<Entry['payload']>, job: string, line: Connection): Promise<void> {
    this.#line = line;
    const { journal, words, onChange } = this.#options;
    const known = journal.find(job);
    if (known && isOver(known.progress)) return this.#tell(job);
    if (!known && !journal.receive(job, payload, Date.now())) {
      await line.report('failed', job, words.full);
      return;
    }
    onChange();
    await line.report('received', job);
    void this.#work();
  }

  /** A person has looked. */
  async answer(job: string, printed: boolean): Promise<void> {
    this.#options.journal.note(job, printed ? 'printed' : 'failed');
    this.#options.onChange();
    await this.#tell(job);
  }

  /** A person has looked, and wants it once more. */
  printAgain(job: string): void {
    this.#options.journal.note(job, 'received');
    this.#options.onChange();
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#printing) return;
    this.#printing = true;
    try {
      const { journal } = this.#options;
      for (let next = waiting(journal); next; next = waiting(journal)) await this.#print(next);
    } finally {
      this.#printing = false;
    }
  }

  async #print({ job, payload = {} }: Entry): Promise<void> {
    const { journal, silent, words, onChange } = this.#options;
    const sheet = sheetOf(payload, new Date());
    journal.note(job, 'printing');
    onChange();
    try {
      await printSheet(sheet);
      journal.note(job, silent() ? 'printed' : 'asked');
    } catch {
      journal.note(job, 'failed', words.pictureLost);
    }
    onChange();
    await this.#tell(job);
  }

  async #tell(job: string): Promise<void> {
    const { journal, onChange } = this.#options;
    const entry = journal.find(job);
    if (!entry || !isOver(entry.progress) || !this.#line) return;
    const event = entry.progress === 'printed' ? 'printed' : 'failed';
    if (await this.#line.report(event, job, entry.message)) journal.recorded(job);
    // Off line the next connection tells it; on line the hub was too busy to listen.
    else if (this.#line.state.is === 'online') setTimeout(() => void this.#tell(job), TELL_AGAIN);
    onChange();
  }
}

function waiting(journal: Journal): Entry | undefined {
  return journal.entries.find(({ progress }) => progress === 'received');
}
