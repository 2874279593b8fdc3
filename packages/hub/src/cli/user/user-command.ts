import { existsSync } from 'node:fs';
import { CodedError } from '@posthouse/kernel';
import type { Command } from 'commander';
import { ACCOUNT_ROLES } from '../../access/permissions.ts';
import { passwordFault } from '../../access/rules.ts';
import { configureOrExplain, type Env, type Flags } from '../configure.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say, type Terminal } from '../terminal.ts';
import { askPassword, generatePassword } from './ask-password.ts';
import type { House, User } from './house.ts';

interface Given {
  readonly data?: string;
  readonly role?: string;
  readonly email?: string;
  readonly generate?: boolean;
}

/** Adds `posthouse user …`: accounts without a browser, whether the hub runs or not. */
export function addUserCommands(
  program: Command,
  terminal: Terminal,
  env: Env,
  done: (code: ExitCode) => void,
): void {
  const t = (zh: string, en: string) => say(terminal, { zh, en });
  const user = program.command('user').description(t('管理账号', 'manage accounts')).helpCommand(false);
  const command = (syntax: string, zh: string, en: string) =>
    user
      .command(syntax)
      .description(t(zh, en))
      .option('--data <folder>', t('数据目录', 'data folder'))
      .option('--config <file>', t('配置文件', 'configuration file'));
  const withPassword = (one: Command) =>
    one.option('--generate', t('生成密码并显示', 'make a password and show it'));

  const run = async (given: Given & Flags, act: (house: House) => Promise<void>, first = false) => {
    const flags: Flags = { '--data': given.data, '--config': given['config'] };
    const config = configureOrExplain(terminal, flags, env);
    // A folder that is misspelt must not become an empty house with no accounts.
    if (!first && !existsSync(config.hub.data))
      throw new CodedError('HUB_NO_DATA', { folder: config.hub.data });
    const house = await (await import('./house.ts')).openHouse(config);
    try {
      await act(house);
      done(EXIT.ok);
    } finally {
      await house.close();
    }
  };
  const tell = ({ name, role, disabled }: User) =>
    terminal.out(`${name}  ${role}${disabled ? `  ${t('已停用', 'disabled')}` : ''}`);

  withPassword(
    command('create-owner <name>', '创建所有者（第一个账号）', 'make the owner, the first account'),
  )
    .option('--email <address>', t('邮箱', 'e-mail address'))
    .action((name: string, given: Given) =>
      run(
        given as Given & Flags,
        async (house) => {
          const password = await passwordFor(terminal, name, given);
          tell(await house.create({ name, password, role: 'owner', ...emailOf(given), first: true }));
        },
        true,
      ),
    );
  withPassword(command('add <name>', '新建账号', 'make an account'))
    .requiredOption('--role <role>', ACCOUNT_ROLES.join(', '))
    .option('--email <address>', t('邮箱', 'e-mail address'))
    .action((name: string, given: Given) =>
      run(given as Given & Flags, async (house) => {
        const role = knownRole(given.role ?? '');
        const password = await passwordFor(terminal, name, given);
        tell(await house.create({ name, password, role, ...emailOf(given), first: false }));
      }),
    );
  command('list', '列出账号', 'list accounts').action((given: Given) =>
    run(given as Given & Flags, async (house) => {
      const users = await house.list();
      for (const one of users) tell(one);
      if (users.length === 0)
        terminal.err(
          t(
            '还没有账号：posthouse user create-owner <用户名> 创建第一个',
            'There are no accounts yet: posthouse user create-owner <name> makes the first',
          ),
        );
    }),
  );
  withPassword(command('passwd <name>', '重设密码', 'set a new password')).action(
    (name: string, given: Given) =>
      run(given as Given & Flags, async (house) => {
        tell(await house.change(name, { password: await passwordFor(terminal, name, given) }));
      }),
  );
  for (const [word, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    command(`${word} <name>`, disabled ? '停用账号' : '启用账号', `${word} an account`).action(
      (name: string, given: Given) =>
        run(given as Given & Flags, async (house) => tell(await house.change(name, { disabled }))),
    );
  }
  command('role <name> <role>', '更改角色', 'give another role').action(
    (name: string, role: string, given: Given) =>
      run(given as Given & Flags, async (house) => tell(await house.change(name, { role: knownRole(role) }))),
  );
  command('remove <name>', '删除账号', 'delete an account').action((name: string, given: Given) =>
    run(given as Given & Flags, (house) => house.remove(name)),
  );
}

const emailOf = ({ email }: Given) => (email === undefined ? {} : { email });

function knownRole(role: string): string {
  if (ACCOUNT_ROLES.some((known) => known === role)) return role;
  throw new CodedError('ACCESS_ROLE_UNKNOWN', { roles: ACCOUNT_ROLES });
}

/** Asked for, or made and shown. Throws ACCESS_PASSWORD_WEAK, also when the two that were typed differ. */
async function passwordFor(terminal: Terminal, name: string, { generate }: Given): Promise<string> {
  if (generate === true) {
    const password = generatePassword();
    terminal.out(`${say(terminal, { zh: '密码', en: 'password' })}: ${password}`);
    return password;
  }
  const password = await askPassword(terminal);
  if (password === null) {
    terminal.err(say(terminal, { zh: '两次输入不同。', en: 'The two differ.' }));
    throw new CodedError('ACCESS_PASSWORD_WEAK');
  }
  const weak = passwordFault(password, name);
  if (weak) throw new CodedError(weak.refuse);
  return password;
}
