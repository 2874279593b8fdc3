import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Ms } from '@posthouse/kernel';
import { sealOf } from '@posthouse/store-sqlite';

/** A backup that lies on the shelf. */
export interface Kept {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly at: Ms;
}

const NAME = /^posthouse-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.db$/;
const UNFINISHED = /^(.+)\.(?:part|sha256)$/;

/** The folder of a hub's backups, beside its data: their names are the moments at which they were begun. */
export class Shelf {
  readonly folder: string;

  constructor(data: string) {
    this.folder = join(resolve(data), 'backups');
  }

  /** Where a backup that begins now belongs. Nobody is making another: what an earlier one left unfinished goes. */
  place(now: Ms): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    this.#sweep();
    return join(this.folder, `posthouse-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.db`);
  }

  /** Newest first. */
  list(): readonly Kept[] {
    return this.#names()
      .flatMap((name) => {
        const [, hour, minute, second, ms] = NAME.exec(name) ?? [];
        if (hour === undefined) return [];
        const file = join(this.folder, name);
        const at = Date.parse(`${hour}:${minute}:${second}.${ms}Z`);
        return [{ name, file, at, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0 }];
      })
      .toSorted((a, b) => b.at - a.at);
  }

  /**
   * Takes away all but the `keep` newest, `made` among them whatever its name says: a clock that was set back makes older
   * names. Files that are not ours stay.
   */
  prune(keep: number, made: string): void {
    const others = this.list().filter(({ file }) => file !== made);
    for (const { file } of others.slice(keep - 1)) {
      rmSync(file, { force: true });
      rmSync(sealOf(file), { force: true });
    }
  }

  /** A process that was killed leaves half a file, or the seal of none. */
  #sweep(): void {
    const names = this.#names();
    for (const name of names) {
      const [, whole = ''] = UNFINISHED.exec(name) ?? [];
      if (NAME.test(whole) && !names.includes(whole)) rmSync(join(this.folder, name), { force: true });
    }
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.folder);
    } catch {
      // Nobody has made one yet.
      return [];
    }
  }
}
