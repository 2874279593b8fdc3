import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How `posthouse user` reaches a running hub, which has the data folder for itself. */
export interface Control {
  readonly url: string;
  readonly token: string;
}

const nameIn = (folder: string): string => join(folder, 'control.json');

/**
 * Leaves an address and a fresh token beside the data, readable by the hub's own user alone: who may read the data
 * folder has everything in it anyway. The returned function takes both back.
 */
export function leaveControl(folder: string, control: Control): () => void {
  const file = nameIn(folder);
  // Written anew, so that the rights are ours and not those of a file that lay there.
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(control), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** null: no hub has left one. */
export function readControl(folder: string): Control | null {
  try {
    return JSON.parse(readFileSync(nameIn(folder), 'utf8')) as Control;
  } catch {
    return null;
  }
}
