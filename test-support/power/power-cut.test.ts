import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cutPower } from './power-cut.ts';

/** Changes files and keeps the journal that power.c would have kept. */
class Recorder {
  readonly folder = mkdtempSync(join(tmpdir(), 'posthouse-cut-'));
  readonly journal = join(this.folder, 'journal');
  #records: Buffer = Buffer.alloc(0);

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** The file without a record: what was on disk before. */
  begin(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  write(name: string, offset: number, text: string): void {
    const old = this.read(name);
    this.#append(1, name, offset, old.length, old.slice(offset, offset + text.length));
    writeFileSync(this.path(name), old.slice(0, offset) + text + old.slice(offset + text.length));
  }

  truncate(name: string, size: number): void {
    const old = this.read(name);
    this.#append(1, name, size, old.length, old.slice(size));
    writeFileSync(this.path(name), old.slice(0, size));
  }

  /** A sync that began when the journal had `began` bytes; by default, now. */
  sync(name: string, began = this.#records.length): void {
    this.#append(2, name, began, 0, '');
  }

  get length(): number {
    return this.#records.length;
  }

  cut(keep: (unsynced: number) => number = () => 0, journalLength = this.length) {
    writeFileSync(this.journal, this.#records.subarray(0, journalLength));
    return cutPower(this.journal, keep);
  }

  #append(kind: number, name: string, offset: number, oldSize: number, destroyed: string): void {
    const header = Buffer.alloc(32);
    const path = Buffer.from(this.path(name));
    header.writeUInt32LE(kind, 0);
    header.writeUInt32LE(path.length, 4);
    header.writeBigUInt64LE(BigInt(offset), 8);
    header.writeBigUInt64LE(BigInt(oldSize), 16);
    header.writeUInt32LE(destroyed.length, 24);
    this.#records = Buffer.concat([this.#records, header, path, Buffer.from(destroyed)]);
  }
}

describe('cutPower', () => {
  let disk: Recorder;

  beforeEach(() => {
    disk = new Recorder();
    disk.begin('a', 'hello');
    disk.begin('b', 'world');
  });

  afterEach(() => rmSync(disk.folder, { recursive: true }));

  it('takes back what no sync of the same file covered', () => {
    disk.write('a', 0, 'J');
    disk.write('b', 0, 'W');
    disk.sync('a');
    disk.write('a', 5, ' there');
    expect(disk.cut()).toEqual({ unsynced: 2, undone: 2 });
    expect([disk.read('a'), disk.read('b')]).toEqual(['Jello', 'world']);
  });

  it('takes back overlapping writes and truncations in reverse', () => {
    disk.write('a', 1, 'EL');
    disk.write('a', 2, 'XX');
    disk.truncate('a', 1);
    disk.write('a', 1, 'i');
    disk.cut();
    expect(disk.read('a')).toBe('hello');
  });

  it('does not count on a sync for what was written after it began', () => {
    const began = disk.length;
    disk.write('a', 0, 'J');
    disk.sync('a', began);
    disk.cut();
    expect(disk.read('a')).toBe('hello');
  });

  it('leaves the first unsynced changes if so told', () => {
    for (const [at, letter] of 'HELLO'.split('').entries()) disk.write('a', at, letter);
    expect(disk.cut((unsynced) => unsynced - 2)).toEqual({ unsynced: 5, undone: 2 });
    expect(disk.read('a')).toBe('HELlo');
  });

  it('ignores a record that the kill tore', () => {
    disk.write('a', 0, 'J');
    const whole = disk.length;
    disk.sync('a');
    expect(disk.cut(undefined, whole + 40)).toEqual({ unsynced: 1, undone: 1 });
  });
});
