import { spawn } from 'node:child_process';
import type { Sink, Written } from './one-way.ts';

const LONGEST_WORD = 2_000;
const PATIENCE_MS = 60_000;

/**
 * A queue of CUPS: the bytes go through `lp` as they are. Its exit code 0 says that the spooler has the document on
 * disk and nothing of the printer, hence `spooled`. A refusal by `lp` (no such queue, queue rejecting jobs) left
 * nothing behind; an `lp` that was killed or does not end may have.
 */
export function createCupsSink(queue: string, command = 'lp'): Sink {
  return {
    // Whether the queue takes documents is known only by giving it one.
    open: () => Promise.resolve(),
    write: (bytes) => runLp(command, ['-d', queue, '-o', 'raw', '-s', '--', '-'], bytes),
    close: () => Promise.resolve(),
  };
}

function runLp(command: string, args: readonly string[], bytes: Uint8Array): Promise<Written> {
  const child = spawn(command, [...args], { stdio: ['pipe', 'ignore', 'pipe'], timeout: PATIENCE_MS });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(0, LONGEST_WORD);
  });
  // `lp` may end without reading: its exit code says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ is: 'refused', why: error.message }));
    child.once('close', (code, signal) => {
      if (code === 0) resolve({ is: 'spooled' });
      else if (code === null) resolve({ is: 'lost', why: `${command} ended by ${signal ?? 'a signal'}` });
      else resolve({ is: 'refused', why: said.trim() || `${command} ended with ${code}` });
    });
  });
}
