import { CodedError, kernelErrors, storeErrors } from '@posthouse/kernel';
import { tcpDial } from '@posthouse/printing';
import type { ErrorRegistry, Locale, Text } from '@posthouse/protocol';
import { startAgent, type Agent } from '../agent.ts';
import { agentErrors } from '../errors.ts';
import { parseAgentOptions, type AgentSettings } from './options.ts';
import { createLineLog, systemClock } from './system.ts';
import { agentWords } from './words.ts';

/** What the command needs from its surroundings. */
export interface AgentIo {
  /** A line on stdout. */
  readonly out: (line: string) => void;
  /** A line on stderr. */
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT or SIGTERM: the command ends. */
  readonly signal: AbortSignal;
  readonly locale: Locale;
}

const GRACE_MS = 10_000;
const registry: ErrorRegistry = { ...kernelErrors, ...storeErrors, ...agentErrors };

/**
 * `posthouse agent`: runs the print agent until the signal. Resolves to the exit code: 0 ended, 1 failed, 2 wrong
 * arguments, 3 the data folder is in use.
 */
export async function runAgent(args: readonly string[], io: AgentIo): Promise<0 | 1 | 2 | 3> {
  const words = agentWords[io.locale];
  const settings = parseAgentOptions(args, io.env);
  if (settings === 'help') {
    io.out(words.help);
    return 0;
  }
  if (isFaults(settings)) {
    for (const fault of settings) io.err(fault[io.locale]);
    explain(io, 'AGENT_USAGE');
    return 2;
  }
  const fatal = Promise.withResolvers<'failed'>();
  let agent: Agent;
  try {
    const { token, ...rest } = settings;
    agent = await startAgent({
      ...rest,
      ...(token !== undefined && { token }),
      clock: systemClock(),
      log: createLineLog(io.err),
      dial: tcpDial,
      out: io.out,
      onTrouble(printer, trouble) {
        if (trouble) explain(io, trouble.code, trouble.detail);
        else io.err(words.served(printer));
      },
      onFatal(code, detail) {
        explain(io, code, detail);
        fatal.resolve('failed');
      },
    });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    explain(io, error.code, error.detail);
    return error.code === 'STORE_FOLDER_IN_USE' ? 3 : 1;
  }
  io.out(words.started(settings.printers.size, settings.folder));
  const end = await Promise.race([aborted(io.signal), fatal.promise]);
  if (end === 'failed') {
    // What failed may fail the stopping too; what is durable is safe.
    await agent.stop(0).catch(() => {});
    return 1;
  }
  io.err(words.stopping);
  await agent.stop(GRACE_MS);
  return 0;
}

function isFaults(settings: AgentSettings | readonly Text[]): settings is readonly Text[] {
  return Array.isArray(settings);
}

function explain(io: AgentIo, code: string, detail?: unknown): void {
  const spec = registry[code];
  const said = detail === undefined ? '' : ` ${JSON.stringify(detail)}`;
  io.err(`${spec?.text[io.locale] ?? code} (${code})${said}`);
  if (spec?.remedy) io.err(agentWords[io.locale].remedy(spec.remedy[io.locale]));
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
