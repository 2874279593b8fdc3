import { runVirtualPrinter } from '@posthouse/printing';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** `posthouse printer`: a virtual printer in this process until a signal comes. */
export async function printer(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const over = new AbortController();
  const end = () => over.abort();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  const code = await runVirtualPrinter(args, {
    out: terminal.out,
    err: terminal.err,
    signal: over.signal,
    language: terminal.locale,
  });
  // The printer's codes are ours: 0 ended, 1 could not start, 2 wrong arguments, 3 its port is taken.
  return Object.values(EXIT).find((known) => known === code) ?? EXIT.failure;
}
