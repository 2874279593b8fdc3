import type { Key, Ms } from '../../ports/base.ts';
import type { WorkStart, WorkStop } from '../../ports/work.ts';

/** What a claim must bring. */
export interface Expected {
  readonly key: Key;
  readonly input: string;
  readonly checkpoint: unknown;
  readonly tries: number;
}

interface Row {
  readonly id: number;
  readonly key: Key;
  input: string;
  checkpoint: unknown;
  state: 'waiting' | 'running' | 'stopped';
  /** Names the run that has it; any other number has not. */
  turn: number;
  tries: number;
  until: Ms;
  notBefore: Ms;
  askedAt: Ms;
}

/** A run's hold on a row of the model. */
export interface Hold {
  readonly row: Row;
  readonly turn: number;
}

const FIRST_WAIT: Ms = 1_000;

/** What the table of works should be, in a few lines: no transactions, no SQL, one kind. */
export class WorkModel {
  readonly #rows = new Map<Key, Row>();
  /** All that was saved or told at an end, by key. */
  readonly dug = new Map<Key, string[]>();
  #ids = 0;

  ask(key: Key, input: string, from: WorkStart['from'], now: Ms): void {
    const row = this.#rows.get(key);
    const fresh = { input, checkpoint: undefined, turn: (row?.turn ?? 0) + 1 };
    const asked = { state: 'waiting', tries: 0, notBefore: 0, askedAt: now, until: 0 } as const;
    if (!row) this.#rows.set(key, { id: ++this.#ids, key, ...fresh, ...asked });
    else if (from === 'start') Object.assign(row, fresh, asked);
    else if (row.state === 'stopped') Object.assign(row, asked);
  }

  stop(key: Key, stays: WorkStop): void {
    const row = this.#rows.get(key);
    if (!row) return;
    row.turn++;
    row.state = 'stopped';
    if (stays === 'drop') this.#rows.delete(key);
  }

  claim(places: number, until: Ms, takeOver: boolean, now: Ms): { expected: Expected; hold: Hold }[] {
    const free = [...this.#rows.values()].filter(
      ({ state, notBefore, until }) =>
        (state === 'waiting' && notBefore <= now) || (takeOver && state === 'running' && until < now),
    );
    free.sort((a, b) => a.askedAt - b.askedAt || a.id - b.id);
    return free.slice(0, places).map((row) => {
      if (row.state === 'running') row.tries++;
      Object.assign(row, { state: 'running', turn: row.turn + 1, until });
      const { key, input, checkpoint, tries } = row;
      return { expected: { key, input, checkpoint, tries }, hold: { row, turn: row.turn } };
    });
  }

  holds({ row, turn }: Hold): boolean {
    return this.#rows.get(row.key) === row && row.turn === turn;
  }

  /** Each of these may be asked of a hold that stands, and of no other. */
  save({ row }: Hold, what: string, checkpoint: unknown, until: Ms): void {
    this.#note(row.key, what);
    Object.assign(row, { checkpoint, tries: 0, until });
  }

  end({ row }: Hold, what: string): void {
    this.#note(row.key, what);
    this.#rows.delete(row.key);
  }

  lose({ row }: Hold, most: number, now: Ms): 'waits' | 'was the last' {
    if (row.tries + 1 >= most) return 'was the last';
    this.#wait(row, now + FIRST_WAIT * 4 ** row.tries);
    row.tries++;
    return 'waits';
  }

  release({ row }: Hold, notBefore: Ms): void {
    this.#wait(row, notBefore);
  }

  renew({ row }: Hold, until: Ms): void {
    row.until = until;
  }

  /** The only process there is dies. */
  die(): void {
    for (const row of this.#rows.values()) {
      if (row.state !== 'running') continue;
      this.#wait(row, row.notBefore);
      row.tries++;
    }
  }

  #wait(row: Row, notBefore: Ms): void {
    Object.assign(row, { state: 'waiting', turn: row.turn + 1, notBefore });
  }

  #note(key: Key, what: string): void {
    this.dug.set(key, [...(this.dug.get(key) ?? []), what]);
  }
}
