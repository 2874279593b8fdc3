import { Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Terminal } from './terminal.ts';
import { speakLocally, usageFault } from './usage.ts';

const chinese: Terminal = { locale: 'zh', out: () => {}, err: () => {}, paint: (_, text) => text };

function program(): Command {
  const program = speakLocally(new Command('posthouse'), chinese).exitOverride();
  program.command('serve', { isDefault: true }).option('--port <value>');
  program.command('restore').argument('<file>', 'a backup');
  program.command('user').command('add <name>').requiredOption('--role <role>');
  return program;
}

function faultOf(args: readonly string[]) {
  const house = program();
  try {
    house.parse(args, { from: 'user' });
  } catch (error) {
    const commands = house.commands.map((command) => command.name());
    if (error instanceof CommanderError) return usageFault(error, commands);
    throw error;
  }
  throw new Error('nothing is wrong');
}

describe('the command line', () => {
  it.each([
    [['--prot', '1'], 'There is no --prot; did you mean --port?', '没有 --prot，是不是 --port？'],
    [['nonsense'], 'There is no nonsense', '没有 nonsense'],
    [['--port', '1', 'restore'], 'restore is written before its options', 'restore 要写在选项前面'],
    [['restore', 'a', 'b', 'c'], 'This is too much: b c', '参数多了：b c'],
    [['user', 'bogus'], 'There is no bogus', '没有 bogus'],
    [['user', 'add', 'eve'], '--role <role> is missing', '缺少 --role <role>'],
    [['restore'], '<file> is missing', '缺少 <file>'],
    [['serve', '--port'], '--port <value> needs a value', '--port <value> 后面缺少值'],
  ])('says in both languages what is wrong with %j', (args, en, zh) => {
    expect(faultOf(args)).toEqual({
      en: `${en} (--help lists what there is)`,
      zh: `${zh}（--help 列出全部）`,
    });
  });

  it('has no English headings in Chinese', () => {
    const help = program()
      .commands.map((command) => command.helpInformation())
      .join('\n');
    for (const word of ['用法：', '选项：', '命令：', '参数：']) expect(help).toContain(word);
    expect(help).not.toMatch(/Usage:|Options:|Commands:|Arguments:/);
  });
});
