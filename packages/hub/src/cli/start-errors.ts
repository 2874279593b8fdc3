import { CodedError, kernelErrors, storeErrors } from '@posthouse/kernel';
import type { ErrorRegistry, Text } from '@posthouse/protocol';
import { accessErrors } from '../access/errors.ts';
import { hubErrors } from '../errors.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { say, type Terminal } from './terminal.ts';

const registry: ErrorRegistry = { ...kernelErrors, ...storeErrors, ...hubErrors, ...accessErrors };

/** Says in one sentence why the hub did not start, and what to do; returns the exit code. */
export function explain(terminal: Terminal, error: unknown): ExitCode {
  if (!(error instanceof CodedError)) {
    terminal.err(terminal.paint('red', String((error as Error)?.stack ?? error)));
    return EXIT.failure;
  }
  const spec = registry[error.code];
  const special = SENTENCES[error.code]?.(error.detail as never);
  const what = special ?? spec?.text ?? { zh: error.message, en: error.message };
  terminal.err(terminal.paint('red', `${say(terminal, what)} (${error.code})`));
  if (!special && error.detail !== undefined) terminal.err(`  ${detailLine(error.detail)}`);
  const remedy = REMEDIES[error.code]?.(error.detail as never) ?? spec?.remedy;
  if (remedy) terminal.err(`→ ${say(terminal, remedy)}`);
  return exitCodeOf(error.code);
}

function detailLine(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return String(detail);
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Sentences that are clearer with the facts inside. */
const SENTENCES: Readonly<Record<string, (detail: never) => Text>> = {
  HUB_PORT_TAKEN: ({ host, port }: Place) => ({
    zh: `端口 ${port} 已被其他程序占用（${host}）`,
    en: `Port ${port} on ${host} is taken by another program`,
  }),
  HUB_PORT_FORBIDDEN: ({ port }: Place) => ({
    zh: `系统不允许监听端口 ${port}`,
    en: `The system does not allow listening on port ${port}`,
  }),
  HUB_ADDRESS_UNKNOWN: ({ host }: Place) => ({
    zh: `本机没有 ${host} 这个地址`,
    en: `This machine does not have the address ${host}`,
  }),
  HUB_NOT_CLOSED: ({ doors }: { doors: readonly { name: string; host: string }[] }) => {
    const names = doors.map(({ name, host }) => `${name} (${host})`).join(', ');
    return {
      zh: `既没有令牌也没有账号，不在本机以外监听：${names}`,
      en: `With neither tokens nor accounts it does not listen beyond this machine: ${names}`,
    };
  },
};

const REMEDIES: Readonly<Record<string, (detail: never) => Text>> = {
  HUB_PORT_TAKEN: ({ port }: Place) => {
    const command = `npm start -- --port ${port === 5050 ? 5051 : 5050}`;
    const mac = port === 5000 && process.platform === 'darwin';
    return {
      zh: `换一个端口：${command}${mac ? '（macOS 的"隔空播放接收器"常占用 5000）' : ''}`,
      en: `Use another one: ${command}${mac ? ' (on macOS, AirPlay Receiver often has 5000)' : ''}`,
    };
  },
  HUB_NOT_CLOSED: () => {
    const secret = 'node -p "crypto.randomBytes(24).toString(\'base64url\')"';
    return {
      zh: [
        '先生成一个密钥，再带着它启动：',
        `    ${secret}`,
        '    POSTHOUSE_TOKENS=me:owner:<密钥> npm start',
        '  PowerShell：$env:POSTHOUSE_TOKENS="me:owner:<密钥>"; npm start',
        '  或先创建账号：npx posthouse user create-owner <用户名>',
        '  只在本机使用：去掉 POSTHOUSE_HOST。确实要不设防：npm start -- --insecure-lan',
      ].join('\n'),
      en: [
        'Make a secret, then start with it:',
        `    ${secret}`,
        '    POSTHOUSE_TOKENS=me:owner:<secret> npm start',
        '  PowerShell: $env:POSTHOUSE_TOKENS="me:owner:<secret>"; npm start',
        '  Or make an account first: npx posthouse user create-owner <name>',
        '  For this machine only: drop POSTHOUSE_HOST. To stand open all the same: npm start -- --insecure-lan',
      ].join('\n'),
    };
  },
};
