import { runAgent } from '@posthouse/agent';
import type { Env } from './configure.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** `posthouse agent`: a print agent in this process until a signal comes; the second one exits at once. */
export async function agent(terminal: Terminal, args: readonly string[], env: Env): Promise<ExitCode> {
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (over.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
      over.abort();
    });
  }
  return runAgent(args, { ...terminal, env, signal: over.signal });
}
