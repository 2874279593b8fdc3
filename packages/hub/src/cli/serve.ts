import { startedLine } from '@posthouse/bridge';
import { tcpDial } from '@posthouse/printing';
import { createHub, type Hub } from '../hub.ts';
import { systemClock } from '../system/clock.ts';
import { createLog } from '../system/log.ts';
import { banner } from './banner.ts';
import { configureOrExplain, type Env, type Flags } from './configure.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { explain } from './start-errors.ts';
import { say, type Terminal } from './terminal.ts';

/** `posthouse serve`: runs the hub until a signal comes. */
export async function serve(terminal: Terminal, flags: Flags, env: Env): Promise<ExitCode> {
  const config = configureOrExplain(terminal, flags, env);
  const log = createLog(config.hub.log, process.stderr.isTTY);
  const clock = systemClock();
  const { promise: over, resolve: end } = Promise.withResolvers<ExitCode>();
  // Before anything says that the hub runs: whoever reads that may stop it at once.
  onSignal(() => {
    terminal.err(
      say(terminal, {
        zh: '正在停止……（再按一次立即退出）',
        en: 'Stopping … (once more exits at once)',
      }),
    );
    end(EXIT.ok);
  });
  const hub = await createHub(config, {
    clock,
    log,
    random: Math.random,
    dial: tcpDial,
    fetch,
    say: terminal.out,
    onFatal(error) {
      explain(terminal, error);
      end(EXIT.failure);
    },
  });
  const bridge = hub.vitals.endpoints.find(({ name, state }) => name === 'bridge' && state === 'open');
  if (bridge) terminal.out(startedLine(bridge.port));
  banner(terminal, hub, config.hub);
  const code = await over;
  await stopWithin(hub, config.hub.drain, () => {
    log.warn({ bound: config.hub.drain }, 'stopping took too long; what is durable is safe');
    // Whatever did not end in time would keep the process alive.
    process.exit(code);
  });
  return code;
}

/** The first signal asks, the second one insists. */
function onSignal(stop: () => void): void {
  let asked = false;
  const heard = (signal: 'SIGINT' | 'SIGTERM') => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
    asked = true;
    stop();
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
}

async function stopWithin(hub: Hub, bound: number, late: () => void): Promise<void> {
  const { promise: expired, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), bound);
  if ((await Promise.race([hub.stop(), expired])) === 'late') late();
  clearTimeout(timer);
}
