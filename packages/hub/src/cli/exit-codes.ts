import type { Text } from '@posthouse/protocol';

/** What the command's exit code tells a script. */
export const EXIT = { ok: 0, failure: 1, usage: 2, inUse: 3, environment: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_TEXTS: Readonly<Record<ExitCode, Text>> = {
  0: { zh: '正常', en: 'all is well' },
  1: { zh: '失败', en: 'it failed' },
  2: { zh: '用法或配置有误', en: 'wrong usage or configuration' },
  3: { zh: '端口或数据目录已被占用', en: 'the port or the data folder is in use' },
  4: {
    zh: '环境不满足（Node 过旧、目录不可写、数据损坏）',
    en: 'the machine is not fit (old Node, unwritable folder, damaged data)',
  },
};

const BY_ERROR: Readonly<Record<string, ExitCode>> = {
  HUB_CONFIG_INVALID: EXIT.usage,
  HUB_CONFIG_MISSING: EXIT.usage,
  HUB_CONFIG_UNREADABLE: EXIT.usage,
  HUB_NO_DATA: EXIT.usage,
  HUB_NOT_CLOSED: EXIT.usage,
  HUB_ADDRESS_UNKNOWN: EXIT.usage,
  ACCESS_CERTIFICATE: EXIT.usage,
  HUB_PORT_TAKEN: EXIT.inUse,
  STORE_FOLDER_IN_USE: EXIT.inUse,
  HUB_PORT_FORBIDDEN: EXIT.environment,
  STORE_FOLDER_UNWRITABLE: EXIT.environment,
  STORE_SCHEMA_NEWER: EXIT.environment,
  STORE_DAMAGED: EXIT.environment,
  KERNEL_STORE_UNAVAILABLE: EXIT.environment,
  STORE_BACKUP_MISSING: EXIT.usage,
  STORE_BACKUP_EXISTS: EXIT.usage,
  STORE_BACKUP_DAMAGED: EXIT.environment,
};

/** The exit code of a coded error. */
export function exitCodeOf(code: string): ExitCode {
  return BY_ERROR[code] ?? EXIT.failure;
}
