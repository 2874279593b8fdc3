import { Command, CommanderError, Option as Flag } from 'commander';
import type { Option } from '@posthouse/kernel';
import { allOptions } from '../config/load.ts';
import { shownValue } from '../config/shown.ts';
import { VERSION } from '../version.ts';
import type { Env, Flags } from './configure.ts';
import { EXIT, EXIT_TEXTS, type ExitCode } from './exit-codes.ts';
import { printConfig } from './print-config.ts';
import { explain } from './start-errors.ts';
import { addUserCommands } from './user/user-command.ts';
import { localeFor } from './locale.ts';
import { createTerminal, say, type Terminal } from './terminal.ts';
import { speakLocally, usageFault } from './usage.ts';

/** Runs `posthouse <args>` and returns the exit code. */
export async function runCommand(args: readonly string[], env: Env): Promise<ExitCode> {
  const terminal = createTerminal(localeFor(args, env, process.cwd()), env);
  let code: ExitCode = EXIT.ok;
  const program = createProgram(terminal, env, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return explain(terminal, error);
    // Help and version are told by exceptions as well; commander has printed them.
    if (error.exitCode === 0) return EXIT.ok;
    if (error.code !== 'commander.help') {
      const commands = program.commands.map((command) => command.name());
      terminal.err(say(terminal, usageFault(error, commands)));
    }
    return EXIT.usage;
  }
}

function createProgram(terminal: Terminal, env: Env, done: (code: ExitCode) => void): Command {
  const t = (zh: string, en: string) => say(terminal, { zh, en });
  const options = allOptions();
  // What a command does is loaded with it: help waits for no hub, and a hub's main thread needs no SQLite.
  const program = speakLocally(new Command('posthouse'), terminal)
    .description(t('驿站：自托管的实时中枢', 'Posthouse: a self-hosted real-time hub'))
    .version(VERSION, '-v, --version', t('显示版本', 'show the version'))
    .helpOption('-h, --help', t('显示帮助', 'show help'))
    .exitOverride()
    .addHelpText('after', () => exitCodeHelp(terminal));

  withOptions(program.command('serve', { isDefault: true }), options, terminal)
    .description(t('运行（默认）', 'run the hub (default)'))
    .action(async (given: object) =>
      done(await (await import('./serve.ts')).serve(terminal, flagsOf(given, options), env)),
    );
  withOptions(program.command('config'), options, terminal)
    .description(t('检查配置', 'check the configuration'))
    .option('--print', t('显示每一项的值与来源', 'show each value and where it came from'))
    .action((given: { print?: boolean }) =>
      done(printConfig(terminal, flagsOf(given, options), env, given.print === true)),
    );
  withOptions(program.command('doctor'), options, terminal)
    .description(
      t(
        '检查端口、磁盘、数据目录、时钟，并说明怎么办',
        'check ports, disk, data and clock, and say what to do',
      ),
    )
    .action(async (given: object) =>
      done(await (await import('../doctor/doctor.ts')).doctor(terminal, flagsOf(given, options), env)),
    );
  program
    .command('printer')
    .description(t('运行一台虚拟打印机', 'run a virtual printer'))
    .helpOption(false)
    .allowUnknownOption()
    .argument('[options...]')
    .action(async (args: readonly string[]) =>
      done(await (await import('./printer.ts')).printer(terminal, args)),
    );
  program
    .command('agent')
    .description(t('在打印机旁运行打印代理', 'run the print agent beside a printer'))
    .helpOption(false)
    .allowUnknownOption()
    .argument('[options...]')
    .action(async (args: readonly string[]) =>
      done(await (await import('./agent.ts')).agent(terminal, args, env)),
    );
  onData(program.command('backup'), terminal)
    .description(t('备份；运行中的驿站不受影响', 'make a backup; a running hub goes on'))
    .argument(
      '[file]',
      t('写到这里；不写则放进数据目录的 backups/', "where to; else the data folder's backups/"),
    )
    .action(async (file: string | undefined, given: object) =>
      done(await (await import('./backup.ts')).backup(terminal, file, dataFlags(given), env)),
    );
  onData(program.command('restore'), terminal)
    .description(
      t(
        '恢复备份（先停止驿站）；原来的数据会保留在一旁',
        'restore a backup (stop the hub first); the data of before are kept aside',
      ),
    )
    .argument('<file>', t('备份文件', 'the backup'))
    .action(async (file: string, given: object) =>
      done(await (await import('./restore.ts')).restore(terminal, file, dataFlags(given), env)),
    );
  addUserCommands(program, terminal, env, done);
  return program;
}

/** For commands that need no more of the configuration than where the data are. */
function onData(command: Command, terminal: Terminal): Command {
  return command
    .option('--data <folder>', say(terminal, { zh: '数据目录', en: 'data folder' }))
    .option('--config <file>', say(terminal, { zh: '配置文件', en: 'configuration file' }));
}

function dataFlags(given: { readonly data?: string; readonly config?: string }): Flags {
  return { '--data': given.data, '--config': given.config };
}

/** Every option with a flag, in the words of its declaration. The values are parsed where all sources are. */
function withOptions(command: Command, options: readonly Option<unknown>[], terminal: Terminal): Command {
  command.addOption(new Flag('--config <file>', say(terminal, { zh: '配置文件', en: 'configuration file' })));
  for (const option of options) {
    const { flag, env, summary, fallback } = option;
    if (flag === undefined) continue;
    const syntax = typeof fallback === 'boolean' ? flag : `${flag} <value>`;
    const shown = typeof fallback === 'boolean' ? '' : shownValue({ option, value: fallback });
    command.addOption(new Flag(syntax, `${say(terminal, summary)} [${env}${shown && `, ${shown}`}]`));
  }
  return command;
}

/** Commander's camel-cased attributes back as the flags that were given. */
function flagsOf(given: object, options: readonly Option<unknown>[]): Flags {
  const said = given as Readonly<Record<string, string | boolean | undefined>>;
  const flags = ['--config', ...options.flatMap(({ flag }) => flag ?? [])];
  return Object.fromEntries(flags.map((flag) => [flag, said[new Flag(`${flag} <x>`).attributeName()]]));
}

function exitCodeHelp(terminal: Terminal): string {
  const codes = Object.entries(EXIT_TEXTS).map(([code, text]) => `  ${code}  ${say(terminal, text)}`);
  return [
    '',
    say(terminal, { zh: '退出码：', en: 'Exit codes:' }),
    ...codes,
    '',
    say(terminal, {
      zh: '每个选项也可写在 posthouse.config.yaml 里，或用 POSTHOUSE_* 变量；见 posthouse serve --help。',
      en: 'Every option may also stand in posthouse.config.yaml or in a POSTHOUSE_* variable: posthouse serve --help.',
    }),
  ].join('\n');
}
