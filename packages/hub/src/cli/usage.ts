import type { Command, CommanderError } from 'commander';
import type { Text } from '@posthouse/protocol';
import { say, type Terminal } from './terminal.ts';

/** Commander's own words, which it has in English only, in the terminal's language. For a whole tree of commands. */
export function speakLocally(program: Command, terminal: Terminal): Command {
  return (
    program
      .configureHelp({ styleTitle: (title) => say(terminal, TITLES[title] ?? { zh: title, en: title }) })
      // `usageFault` says it.
      .configureOutput({ outputError: () => {} })
      .helpCommand(false)
  );
}

/** What is wrong with the arguments, and where to read which there are. `commands`: the names of those there are. */
export function usageFault({ code, message }: CommanderError, commands: readonly string[]): Text {
  const [, what = ''] = /'([^']+)'/.exec(message) ?? [];
  const near = /Did you mean (.+)\?/.exec(message)?.[1];
  const { zh, en } = FAULTS[code]?.(what, message, commands) ?? { zh: message, en: message };
  return {
    zh: `${zh}${near ? `，是不是 ${near}？` : ''}（--help 列出全部）`,
    en: `${en}${near ? `; did you mean ${near}?` : ''} (--help lists what there is)`,
  };
}

const TITLES: Readonly<Record<string, Text>> = {
  'Usage:': { zh: '用法：', en: 'Usage:' },
  'Options:': { zh: '选项：', en: 'Options:' },
  'Commands:': { zh: '命令：', en: 'Commands:' },
  'Arguments:': { zh: '参数：', en: 'Arguments:' },
};

const unknown = (what: string): Text => ({ zh: `没有 ${what}`, en: `There is no ${what}` });
const missing = (what: string): Text => ({ zh: `缺少 ${what}`, en: `${what} is missing` });

/** Names the command, how many it takes, and behind the colon all that were given. */
const EXCESS = /Expected (\d+) .*: (.+)[.]$/;

function excess(_: string, message: string, commands: readonly string[]): Text {
  const [, taken = '0', all = ''] = EXCESS.exec(message) ?? [];
  const given = all.split(', ');
  const [first = ''] = given;
  if (taken !== '0') {
    const more = given.slice(Number(taken)).join(' ');
    return { zh: `参数多了：${more}`, en: `This is too much: ${more}` };
  }
  // Options before it were taken for those of the command that runs without a name.
  if (commands.includes(first))
    return { zh: `${first} 要写在选项前面`, en: `${first} is written before its options` };
  return unknown(first);
}

type Fault = (what: string, message: string, commands: readonly string[]) => Text;

const FAULTS: Readonly<Record<string, Fault>> = {
  'commander.unknownOption': unknown,
  'commander.unknownCommand': unknown,
  'commander.excessArguments': excess,
  'commander.missingArgument': (what) => missing(`<${what}>`),
  'commander.missingMandatoryOptionValue': missing,
  'commander.optionMissingArgument': (what) => ({
    zh: `${what} 后面缺少值`,
    en: `${what} needs a value`,
  }),
};
