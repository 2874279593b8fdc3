import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';

const CHANGE = 1;
const SYNCED = 2;
/** `struct header` of power.c. */
const HEADER_BYTES = 32;

interface Change {
  readonly at: number;
  readonly path: string;
  readonly offset: number;
  readonly oldSize: number;
  readonly destroyed: Buffer;
}

/** How many changes no completed sync covered, and how many of them were taken back. */
export interface PowerCut {
  readonly unsynced: number;
  readonly undone: number;
}

/**
 * Takes back, in a folder whose writer has been killed, what a power cut may take: every change after the last
 * completed sync of its file, or all but the first `keep(count)` of them, since a disk may have written some anyway.
 */
export function cutPower(journal: string, keep: (unsynced: number) => number): PowerCut {
  const { changes, syncedUpTo } = parse(readFileSync(journal));
  const unsynced = changes.filter(({ at, path }) => at >= (syncedUpTo.get(path) ?? 0));
  const undone = unsynced.slice(keep(unsynced.length)).reverse();
  for (const change of undone) undo(change);
  return { unsynced: unsynced.length, undone: undone.length };
}

/** A record that the kill tore announces a change that never happened: the rest is ignored. */
function parse(journal: Buffer): { changes: Change[]; syncedUpTo: Map<string, number> } {
  if (endianness() !== 'LE') throw new Error('power.c writes host byte order, read here as little-endian');
  const changes: Change[] = [];
  const syncedUpTo = new Map<string, number>();
  let at = 0;
  while (at + HEADER_BYTES <= journal.length) {
    const kind = journal.readUInt32LE(at);
    const pathLength = journal.readUInt32LE(at + 4);
    const offset = Number(journal.readBigUInt64LE(at + 8));
    const oldSize = Number(journal.readBigUInt64LE(at + 16));
    const length = journal.readUInt32LE(at + 24);
    const bytesAt = at + HEADER_BYTES + pathLength;
    if (bytesAt + length > journal.length) break;
    const path = journal.toString('utf8', at + HEADER_BYTES, bytesAt);
    if (kind === SYNCED) syncedUpTo.set(path, Math.max(offset, syncedUpTo.get(path) ?? 0));
    else if (kind === CHANGE) {
      changes.push({ at, path, offset, oldSize, destroyed: journal.subarray(bytesAt, bytesAt + length) });
    } else throw new Error(`the journal of power.c has a record of kind ${kind} at ${at}`);
    at = bytesAt + length;
  }
  return { changes, syncedUpTo };
}

function undo({ path, offset, oldSize, destroyed }: Change): void {
  const file = openSync(path, 'r+');
  try {
    if (destroyed.length > 0) writeSync(file, destroyed, 0, destroyed.length, offset);
    ftruncateSync(file, oldSize);
  } finally {
    closeSync(file);
  }
}
