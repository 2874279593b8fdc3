import { configureOrExplain, type Env, type Flags } from '../cli/configure.ts';
import { EXIT, type ExitCode } from '../cli/exit-codes.ts';
import { say, type Terminal } from '../cli/terminal.ts';
import { checkDisk } from './disk.ts';
import { good, worry, type Finding } from './finding.ts';
import { checkMachine, checkTokens } from './machine.ts';
import { askRunningHub, checkPorts, type RunningHub } from './ports.ts';

/** `posthouse doctor`: says what is well and what is not, and what to do. Exit code 1 when the hub could not run. */
export async function doctor(terminal: Terminal, flags: Flags, env: Env): Promise<ExitCode> {
  const config = configureOrExplain(terminal, flags, env);
  const running = await askRunningHub(config.hub);
  const findings = [
    ...checkMachine(config.hub, Date.now()),
    ...checkTokens(config.hub),
    ...checkDisk(config.hub.data),
    ...(running ? [runningFinding(running)] : await checkPorts(config)),
  ];
  for (const finding of findings) show(terminal, finding);
  return findings.some(({ level }) => level === 'bad') ? EXIT.failure : EXIT.ok;
}

/** The ports of a running hub are taken, by itself: it says best how they are. */
function runningFinding({ status, version, endpoints }: RunningHub): Finding {
  const taken = endpoints.filter(({ state }) => state === 'taken').map(({ name }) => name);
  if (taken.length === 0 && status === 'healthy') {
    return good(`驿站 ${version} 正在运行，一切正常`, `Posthouse ${version} is running, and all is well`);
  }
  return worry(
    {
      zh: `驿站 ${version} 正在运行，但状态为 ${status}${taken.length > 0 ? `，入口未打开：${taken.join('、')}` : ''}`,
      en: `Posthouse ${version} is running, but it is ${status}${taken.length > 0 ? `; not open: ${taken.join(', ')}` : ''}`,
    },
    { zh: '详见 /health', en: 'See /health' },
  );
}

const MARKS = { good: ['green', '✓'], worry: ['yellow', '!'], bad: ['red', '✗'] } as const;

function show(terminal: Terminal, { level, what, remedy }: Finding): void {
  const [colour, mark] = MARKS[level];
  terminal.out(`${terminal.paint(colour, mark)} ${say(terminal, what)}`);
  if (remedy) terminal.out(`  → ${say(terminal, remedy)}`);
}
