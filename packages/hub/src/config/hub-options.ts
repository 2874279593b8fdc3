import { kind, type Option } from '@posthouse/kernel';
import type { Locale } from '@posthouse/protocol';
import { webOrigin } from './endpoint-options.ts';
import { parseToken, type TokenSpec } from '../auth/tokens.ts';

const SECOND = 1_000;

/** The system's timezone, as Intl names it. */
export const systemTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function timezone(raw: unknown): ReturnType<Option<string>['parse']> {
  try {
    return { ok: new Intl.DateTimeFormat('en', { timeZone: String(raw) }).resolvedOptions().timeZone };
  } catch {
    return {
      fault: { zh: '未知的时区，应如 Asia/Shanghai', en: 'unknown timezone; write it like Asia/Shanghai' },
    };
  }
}

/** A name that is kept for a later release: setting it is a fault, so that nobody believes it works. */
function reserved(raw: unknown): ReturnType<Option<string>['parse']> {
  if (raw === '') return { ok: '' };
  return {
    fault: {
      zh: '此版本尚未提供；请去掉这一项，数据保存在 SQLite 文件里',
      en: 'not shipped yet; remove it: this version keeps its data in a SQLite file',
    },
  };
}

const option = <T>(about: Option<T>): Option<T> => about;

/** The hub's own settings, keyed as the code reads them. The apps declare theirs in their `config.ts`. */
export const hubOptions = {
  data: option({
    path: 'data',
    env: 'POSTHOUSE_DATA',
    flag: '--data',
    summary: { zh: '数据目录', en: 'Data folder' },
    fallback: './data',
    parse: kind.text(/\S/, './data'),
  }),
  backupKeep: option({
    path: 'backup.keep',
    env: 'POSTHOUSE_BACKUP_KEEP',
    summary: {
      zh: '数据目录的 backups/ 里保留多少个备份',
      en: "How many backups stay in the data folder's backups/",
    },
    fallback: 7,
    parse: kind.whole(1, 1_000),
  }),
  host: option({
    path: 'host',
    env: 'POSTHOUSE_HOST',
    flag: '--host',
    summary: { zh: '主入口监听的地址', en: 'Address the main endpoint listens on' },
    fallback: '127.0.0.1',
    parse: kind.text(/^[\w.:-]+$/, '0.0.0.0'),
  }),
  port: option({
    path: 'port',
    env: 'POSTHOUSE_PORT',
    flag: '--port',
    summary: { zh: '主入口的端口', en: 'Port of the main endpoint' },
    fallback: 5000,
    parse: kind.port,
  }),
  mainOpen: option<readonly string[]>({
    path: 'main.open',
    env: 'POSTHOUSE_MAIN_OPEN',
    summary: {
      zh: '无需令牌即可在主入口查看（viewer）的网段',
      en: 'Networks that may look (viewer) at the main endpoint without a token',
    },
    fallback: [],
    parse: kind.list(kind.network),
  }),
  mainAllow: option<readonly string[]>({
    path: 'main.allow',
    env: 'POSTHOUSE_MAIN_ALLOW',
    summary: {
      zh: '只有这些网段可以到达主入口，有令牌也一样；空则不限。若填写，请包含 127.0.0.1，否则本机的健康检查与 posthouse user 也进不来',
      en: 'The only networks that may reach the main endpoint, with a token or without; empty: all. Include 127.0.0.1, or health checks and posthouse user of this machine are shut out too',
    },
    fallback: [],
    parse: kind.list(kind.network),
  }),
  mainOrigins: option<readonly string[]>({
    path: 'main.origins',
    env: 'POSTHOUSE_MAIN_ORIGINS',
    summary: {
      zh: '允许访问主入口的其他网页来源',
      en: "Origins of other sites' pages that may use the main endpoint",
    },
    fallback: [],
    parse: kind.list(webOrigin),
  }),
  names: option<readonly string[]>({
    path: 'names',
    env: 'POSTHOUSE_NAMES',
    summary: {
      zh: '本服务的域名；其他域名的请求会被拒绝（IP 地址和 localhost 总是可用）',
      en: 'Domain names of this hub; requests for others are refused (addresses and localhost always work)',
    },
    fallback: [],
    parse: kind.list(kind.text(/^[\w.-]+$/, 'hub.shop.example')),
  }),
  tokens: option<readonly TokenSpec[]>({
    path: 'tokens',
    env: 'POSTHOUSE_TOKENS',
    summary: {
      zh: '令牌：名称:角色[+角色]:密钥，逗号分隔',
      en: 'Tokens: name:role[+role]:secret, comma-separated',
    },
    fallback: [],
    secret: true,
    parse: kind.list(parseToken, (_, index) => `#${index + 1}`),
  }),
  insecureLan: option({
    path: 'insecureLan',
    env: 'POSTHOUSE_INSECURE_LAN',
    flag: '--insecure-lan',
    summary: {
      zh: '没有令牌也对外监听（任何人都能操作，慎用）',
      en: 'Listen beyond this machine without tokens (anybody can do anything: beware)',
    },
    fallback: false,
    parse: kind.truth,
  }),
  timezone: option({
    path: 'timezone',
    env: 'POSTHOUSE_TIMEZONE',
    flag: '--timezone',
    summary: { zh: '时区（小票时间、"今天"）', en: 'Timezone of receipts and of "today"' },
    fallback: systemTimezone(),
    parse: timezone,
  }),
  drain: option({
    path: 'drain',
    env: 'POSTHOUSE_DRAIN',
    flag: '--drain',
    summary: { zh: '停止时最多等待多久', en: 'How long stopping may take' },
    fallback: 10 * SECOND,
    parse: kind.span(0, 600 * SECOND),
  }),
  comeBack: option({
    path: 'comeBack',
    env: 'POSTHOUSE_COME_BACK',
    flag: '--come-back',
    summary: {
      zh: '停止时让各连接在多长时间内错开重连',
      en: 'Over how long connections are told to spread their return when the hub stops',
    },
    fallback: 5 * SECOND,
    parse: kind.span(0, 600 * SECOND),
  }),
  workers: option({
    path: 'workers',
    env: 'POSTHOUSE_WORKERS',
    flag: '--workers',
    summary: {
      zh: '同时运行后台工作（如查重）的线程数；0 为处理器核数减一',
      en: 'Threads that run long work (deduplication) at once; 0: one less than there are processors',
    },
    fallback: 0,
    parse: kind.whole(0, 256),
  }),
  workerMemory: option({
    path: 'workerMemory',
    env: 'POSTHOUSE_WORKER_MEMORY',
    summary: {
      zh: '每个后台工作线程的内存上限（MiB）；超出时只有该线程结束，服务不受影响',
      en: 'Memory of each such thread in MiB; beyond it the thread ends, and the hub goes on',
    },
    fallback: 1_024,
    parse: kind.whole(64, 65_536),
  }),
  log: option({
    path: 'log',
    env: 'POSTHOUSE_LOG',
    flag: '--log',
    summary: { zh: '日志级别', en: 'Log level' },
    fallback: 'info' as const,
    parse: kind.choice(['debug', 'info', 'warn', 'error', 'silent']),
  } satisfies Option<'debug' | 'info' | 'warn' | 'error' | 'silent'>),
  lang: option<Locale | ''>({
    path: 'lang',
    env: 'POSTHOUSE_LANG',
    flag: '--lang',
    summary: {
      zh: '命令行语言：zh 或 en；空则看 LANG',
      en: 'Language of the command line: zh or en; empty heeds LANG',
    },
    fallback: '',
    parse: kind.choice(['zh', 'en', '']),
  }),
  databaseUrl: option({
    path: 'databaseUrl',
    env: 'POSTHOUSE_DATABASE_URL',
    summary: { zh: '保留：PostgreSQL 地址', en: 'Reserved: the address of a PostgreSQL' },
    fallback: '',
    secret: true,
    parse: reserved,
  }),
  redisUrl: option({
    path: 'redisUrl',
    env: 'POSTHOUSE_REDIS_URL',
    summary: { zh: '保留：Redis 地址', en: 'Reserved: the address of a Redis' },
    fallback: '',
    secret: true,
    parse: reserved,
  }),
};

/** The hub's settings as the code reads them. */
export type HubConfig = {
  readonly [K in keyof typeof hubOptions]: (typeof hubOptions)[K] extends Option<infer T> ? T : never;
};
