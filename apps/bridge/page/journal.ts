/**
 * What has become of a job here. `received`: stored. `printing`: handed to the browser; found so after a reload nobody
 * knows how it went. `asked`: a person has to say. The last two are told to the hub until it has recorded them.
 */
export type Progress = 'received' | 'printing' | 'asked' | 'printed' | 'failed';

export interface Entry {
  readonly job: string;
  readonly progress: Progress;
  readonly at: number;
  /** Until it is over; then only the outcome is kept. */
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly recorded?: boolean;
}

/** The part of `localStorage` that is needed here. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEEP = 200;

/**
 * The station's memory over reloads, under one random name: the hub asks a station again about what it had in hand only
 * when it comes back with the same one.
 */
export class Journal {
  readonly name: string;
  readonly #shelf: Shelf;
  readonly #key: string;
  #entries: Entry[];

  constructor(shelf: Shelf, key: string, newName: () => string) {
    this.#shelf = shelf;
    this.#key = key;
    const stored = read(shelf.getItem(key));
    this.name = stored?.name ?? newName();
    this.#entries = stored?.entries ?? [];
    // Handed to the browser and then reloaded: a person has to look.
    for (const { job, progress } of this.#entries) if (progress === 'printing') this.note(job, 'asked');
    this.#save();
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  find(job: string): Entry | undefined {
    return this.#entries.find((entry) => entry.job === job);
  }

  /** Stores a new job; false when there is no room, and nothing has changed. */
  receive(job: string, payload: Entry['payload'] & object, at: number): boolean {
    const before = this.#entries;
    this.#entries = shorten([...before, { job, progress: 'received', at, payload }]);
    if (this.#save()) return true;
    this.#entries = before;
    this.#save();
    return false;
  }

  note(job: string, progress: Progress, message?: string): void {
    this.#change(job, ({ payload, ...entry }) => ({
      ...entry,
      progress,
      ...(message !== undefined && { message }),
      ...(payload !== undefined && progress !== 'printed' && { payload }),
    }));
  }

  /** The hub has it on disk. */
  recorded(job: string): void {
    this.#change(job, (entry) => ({ ...entry, recorded: true }));
  }

  /** Ends of which the hub does not know yet. */
  get unrecorded(): readonly Entry[] {
    return this.#entries.filter(({ progress, recorded }) => isOver(progress) && !recorded);
  }

  #change(job: string, how: (entry: Entry) => Entry): void {
    this.#entries = this.#entries.map((entry) => (entry.job === job ? how(entry) : entry));
    this.#save();
  }

  #save(): boolean {
    try {
      this.#shelf.setItem(this.#key, JSON.stringify({ name: this.name, entries: this.#entries }));
      return true;
    } catch {
      return false;
    }
  }
}

export function isOver(progress: Progress): boolean {
  return progress === 'printed' || progress === 'failed';
}

/** Drops the oldest that are over and recorded; what is open stays, however much it is. */
function shorten(entries: readonly Entry[]): Entry[] {
  let surplus = entries.length - KEEP;
  return entries.filter(({ progress, recorded }) => !(isOver(progress) && recorded && surplus-- > 0));
}

function read(text: string | null): { name: string; entries: Entry[] } | null {
  try {
    const { name, entries } = JSON.parse(text ?? '') as { name?: unknown; entries?: unknown };
    return typeof name === 'string' && Array.isArray(entries) ? { name, entries: entries as Entry[] } : null;
  } catch {
    return null;
  }
}
