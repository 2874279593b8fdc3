import { kind, type Option } from '@posthouse/kernel';

/** The app's slice of the configuration: plain data, the same in every thread. */
export interface TasksConfig {
  readonly keepDays: number;
}

export const tasksOptions: readonly Option<number>[] = [
  {
    path: 'tasks.keepDays',
    env: 'POSTHOUSE_TASKS_KEEP_DAYS',
    summary: { zh: '已关闭的记录保留多少天', en: 'Days that closed notes are kept' },
    fallback: 30,
    parse: kind.whole(1, 3_650),
  },
];
