import { kind, type Option } from '@posthouse/kernel';

/** The app's slice of the configuration: plain data, the same in every thread. */
export interface TasksConfig {
  /** How many tasks run at once; the rest wait. */
  readonly running: number;
  /** Days that ended tasks stay, with what they found. */
  readonly keepDays: number;
  /** Networks that may follow tasks over Socket.IO without a token. */
  readonly open: readonly string[];
  /** IANA name: the dialect tells times without a zone. */
  readonly timezone: string;
}

/** Settings that only this app has; `timezone` is the hub's. */
export const tasksOptions: readonly Option<unknown>[] = [
  {
    path: 'tasks.running',
    env: 'POSTHOUSE_TASKS_RUNNING',
    summary: { zh: '同时运行的查重任务数，其余排队', en: 'Tasks that run at once; the rest wait' },
    fallback: 2,
    parse: kind.whole(1, 64),
  },
  {
    path: 'tasks.keepDays',
    env: 'POSTHOUSE_TASKS_KEEP_DAYS',
    summary: {
      zh: '已结束的查重任务连同结果保留多少天',
      en: 'Days that ended tasks stay, with what they found',
    },
    fallback: 365,
    parse: kind.whole(1, 3_650),
  },
  {
    path: 'tasks.open',
    env: 'POSTHOUSE_TASKS_OPEN',
    summary: {
      zh: '无需令牌即可用 Socket.IO 关注任务进度的网段',
      en: 'Networks that may follow tasks over Socket.IO without a token',
    },
    fallback: [],
    parse: kind.list(kind.network),
  },
];
