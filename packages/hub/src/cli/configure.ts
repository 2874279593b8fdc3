import { CodedError } from '@posthouse/kernel';
import { defineApps } from '../apps.ts';
import { knownRoles } from '../auth/roles.ts';
import { readConfigFile } from '../config/file.ts';
import { loadConfig, type Config } from '../config/load.ts';
import type { Fault, Resolved } from '../config/resolve.ts';
import { say, type Terminal } from './terminal.ts';

export type Env = Readonly<Record<string, string | undefined>>;
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

export interface Configured {
  readonly config: Config;
  readonly resolved: Resolved;
  /** All of them; the configuration may be used only when there are none. */
  readonly faults: readonly Fault[];
}

/** Gathers the configuration from its four sources. Throws HUB_CONFIG_MISSING or HUB_CONFIG_UNREADABLE. */
export function configure(flags: Flags, env: Env, folder: string): Configured {
  const named = flags['--config'] ?? env['POSTHOUSE_CONFIG'];
  const file = readConfigFile(folder, typeof named === 'string' ? named : undefined);
  const { resolved, config } = loadConfig({ file, env, flags });
  const faults = resolved.faults.length > 0 ? resolved.faults : unknownRoles(config);
  return { config, resolved, faults };
}

/** A role that no permission knows would be a token that may do nothing: surely a slip of the pen. */
function unknownRoles({ hub, apps }: Config): readonly Fault[] {
  const known = knownRoles(defineApps(apps).flatMap(({ permissions }) => permissions));
  return hub.tokens.flatMap(({ name, roles }) =>
    roles
      .filter((role) => !known.includes(role))
      .map((role) => ({
        where: 'POSTHOUSE_TOKENS',
        text: {
          zh: `${name} 的角色 ${role} 不存在；可用：${known.join('、')}`,
          en: `${name} has the unknown role ${role}; there are ${known.join(', ')}`,
        },
      })),
  );
}

/** The configuration, or every fault at once and HUB_CONFIG_INVALID. */
export function configureOrExplain(terminal: Terminal, flags: Flags, env: Env): Config {
  const { config, faults, resolved } = configure(flags, env, process.cwd());
  for (const warning of resolved.warnings) terminal.err(terminal.paint('yellow', lineOf(terminal, warning)));
  for (const fault of faults) terminal.err(terminal.paint('red', lineOf(terminal, fault)));
  if (faults.length > 0) throw new CodedError('HUB_CONFIG_INVALID');
  return config;
}

export function lineOf(terminal: Terminal, { where, text }: Fault): string {
  return terminal.locale === 'zh' ? `${where}：${say(terminal, text)}` : `${where} ${say(terminal, text)}`;
}
