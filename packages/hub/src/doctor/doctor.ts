import { configureOrExplain, type Env, type Flags } from '../cli/configure.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { say, type Terminal } from '../cli/terminal.ts';
import { checkDatabase } from './database.ts';
import { checkDisk } from './disk.ts';
import type { Finding } from './finding.ts';
import { checkHeld } from './held.ts';
import { checkMachine, checkTokens } from './machine.ts';
import { checkPorts } from './ports.ts';
import { askRunningHub, runningFindings } from './running.ts';

/** `posthouse doctor`: says what is well and what is not, and what to do. Exit code 1 when the hub could not run. */
export async function doctor(terminal: Terminal, flags: Flags, env: Env): Promise<ExitCode> {
  const config = configureOrExplain(terminal, flags, env);
  const running = await askRunningHub(config);
  const findings = [
    ...checkMachine(config.hub, Date.now()),
    ...checkTokens(config.hub),
    ...checkDisk(config.hub.data),
    checkDatabase(config),
    ...(running ? runningFindings(running) : [...checkHeld(config.hub.data), ...(await checkPorts(config))]),
  ];
  for (const finding of findings) show(terminal, finding);
  return findings.some(({ level }) => level === 'bad') ? EXIT.failure : EXIT.ok;
}

const MARKS = { good: ['green', '✓'], worry: ['yellow', '!'], bad: ['red', '✗'] } as const;

function show(terminal: Terminal, { level, what, remedy }: Finding): void {
  const [colour, mark] = MARKS[level];
  terminal.out(`${terminal.paint(colour, mark)} ${say(terminal, what)}`);
  if (remedy) terminal.out(`  → ${say(terminal, remedy)}`);
}
