import { UNBUILT } from '../doors/settings.ts';
import type { Resolved } from '../config/resolve.ts';
import { shownValue } from '../config/shown.ts';
import { configure, lineOf, type Env, type Flags } from './configure.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { say, type Terminal } from './terminal.ts';

/** `posthouse config`: checks the configuration; with `all` also shows each value and where it came from. */
export function printConfig(terminal: Terminal, flags: Flags, env: Env, all: boolean): ExitCode {
  const { resolved, faults } = configure(flags, env, process.cwd());
  if (all) for (const line of settingLines(resolved, terminal)) terminal.out(line);
  for (const warning of resolved.warnings) terminal.err(terminal.paint('yellow', lineOf(terminal, warning)));
  for (const fault of faults) terminal.err(terminal.paint('red', lineOf(terminal, fault)));
  if (faults.length > 0) return EXIT.usage;
  if (!all) terminal.out(say(terminal, { zh: '配置无误。', en: 'The configuration is valid.' }));
  return EXIT.ok;
}

/** `POSTHOUSE_PORT = 5050   --port`, aligned, in the order of declaration. */
export function settingLines({ settings }: Resolved, terminal: Terminal): readonly string[] {
  const rows = [...settings.values()].map(
    (setting) => [setting.option.env, shownValue(setting), setting] as const,
  );
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.min(40, Math.max(...rows.map(([, value]) => value.length)));
  return rows.map(([name, value, setting]) => {
    const origin = terminal.paint(setting.origin === 'default' ? 'grey' : 'green', setting.origin);
    const note = UNBUILT_OPTION.test(name)
      ? `  ${terminal.paint('yellow', say(terminal, UNBUILT.note))}`
      : '';
    return `${name.padEnd(nameWidth)} = ${value.padEnd(valueWidth)}  ${origin}${note}`;
  });
}

/** The ports whose names are fixed before their apps exist. */
const UNBUILT_OPTION = /^POSTHOUSE_(LINES|DEVICES)_PORT$/;
