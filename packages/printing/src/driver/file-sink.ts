import { constants, open, type FileHandle } from 'node:fs/promises';
import type { Sink, Written } from './one-way.ts';

// Appended, so that papers to an ordinary file follow each other; never made, so that a missing device is noticed.
const FLAGS = constants.O_WRONLY | constants.O_APPEND | (constants.O_NOCTTY ?? 0);

/**
 * A device file such as `/dev/usb/lp0`, or a file of one's own. A device that is unplugged cannot be opened, which is
 * before byte one; a write that fails half-way is lost.
 */
export function createFileSink(path: string): Sink {
  let file: FileHandle | null = null;
  return {
    async open() {
      file ??= await open(path, FLAGS);
    },
    async write(bytes): Promise<Written> {
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await file!.write(bytes, at);
        at += bytesWritten;
      }
      // A disk file is safe only then; devices know no such thing and refuse.
      await file!.sync().catch(() => undefined);
      return { is: 'sent' };
    },
    async close(abandon) {
      const held = file;
      file = null;
      const closing = held?.close().catch(() => undefined);
      // A device that stopped in the middle of a write holds its file until it goes on.
      if (!abandon) await closing;
    },
  };
}
