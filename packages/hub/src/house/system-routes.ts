import { arch, availableParallelism, platform } from 'node:os';
import type { Kernel, Ms, Route } from '@posthouse/kernel';
import type { TokenSpec } from '../auth/tokens.ts';
import type { Setting } from '../config/resolve.ts';
import { samplesOf } from './dialect-samples.ts';
import type { DoorRow } from './door-rows.ts';
import type { History } from './history.ts';
import { statusOf, storeState, type Vitals } from './report.ts';
import { route } from './route.ts';
import { settingRows } from './settings-view.ts';
import { readStorage } from './storage.ts';
import { MetricsQuery } from './system-contract.ts';
import { listTables } from './tables.ts';

/** What decides who is let in, besides each door's own settings. */
export interface Guard {
  readonly tokens: readonly TokenSpec[];
  readonly accounts: boolean;
  readonly insecureLan: boolean;
  readonly trustLoopback: boolean;
}

export interface SystemRoutesOptions {
  readonly version: string;
  readonly timezone: string;
  readonly folder: string;
  readonly vitals: Vitals;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly history: History;
  readonly storeTrouble: () => string | null;
  readonly doors: () => readonly DoorRow[];
  readonly guard: () => Guard;
  /** The newest backup in the data folder's `backups/`. */
  readonly backup: () => { readonly name: string; readonly bytes: number; readonly at: Ms } | undefined;
}

/** What the console's system pages show. */
export function systemRoutes(options: SystemRoutesOptions): readonly Route[] {
  const { version, timezone, folder, vitals, settings, history, storeTrouble, doors, guard, backup } =
    options;
  const about = ({ clock, store }: Kernel) => ({
    version,
    node: process.versions.node,
    platform: `${platform()} ${arch()}`,
    cores: availableParallelism(),
    started_at: new Date(vitals.startedAt).toISOString(),
    now: new Date(clock.now()).toISOString(),
    uptime: Math.round((clock.now() - vitals.startedAt) / 1_000),
    timezone,
    epoch: store.epoch,
  });

  return [
    route({
      method: 'GET',
      path: '/api/system',
      permission: 'house.system.read',
      summary: {
        zh: '系统：版本、存储、各入口与对外开放情况',
        en: 'The system: version, storage, doors, and what is open to whom',
      },
      schema: {},
      async handle(call) {
        const [storage, tables] = await Promise.all([readStorage(folder), call.read(listTables, null)]);
        const trouble = storeTrouble();
        return {
          ...about(call.kernel),
          status: statusOf(vitals, trouble),
          phase: vitals.phase,
          store: storeState(vitals.storeFailure, trouble),
          storage: { ...storage, backup: backupRow(backup()) },
          tables,
          doors: doors(),
          exposure: exposureOf(guard()),
          notes: vitals.notes,
        };
      },
    }),
    route<unknown, MetricsQuery>({
      method: 'GET',
      path: '/api/system/metrics',
      permission: 'hub.status.read',
      summary: {
        zh: '指标曲线：15 分钟（每秒）、6 或 24 小时（每分钟）',
        en: 'Figures over time: 15 minutes by the second, 6 or 24 hours by the minute',
      },
      schema: { query: MetricsQuery },
      handle: async ({ query, kernel }) => history.view(query.span ?? '15m', kernel.clock.now()),
    }),
    route({
      method: 'GET',
      path: '/api/system/config',
      permission: 'house.config.read',
      summary: {
        zh: '每项配置的值、来源与默认值；密钥打码',
        en: 'Every setting: its value, where it came from and its default; secrets masked',
      },
      schema: {},
      async handle({ locale }) {
        const items = settingRows(settings, locale);
        return { items, total: items.length, page: 1, size: items.length };
      },
    }),
    route({
      method: 'GET',
      path: '/api/system/endpoints',
      permission: 'hub.status.read',
      summary: {
        zh: '可连接的入口，及每种消息的样例',
        en: 'Where one can connect, with a sample of every message',
      },
      schema: {},
      async handle() {
        const items = doors()
          .filter(({ state, path }) => state === 'open' && path !== null)
          .map(({ name, app, transport, host, port, path, subprotocol, max_message }) => ({
            name,
            app,
            transport,
            host,
            port,
            path,
            subprotocol,
            max_message,
            samples: samplesOf(name),
          }));
        return { items, total: items.length, page: 1, size: items.length };
      },
    }),
  ];
}

/** Who may come without saying who they are; of tokens everything but the secret. */
function exposureOf({ tokens, accounts, insecureLan, trustLoopback }: Guard) {
  const guarded = tokens.length > 0 || accounts;
  return {
    guarded,
    accounts,
    tokens: tokens.map(({ name, roles }) => ({ name, roles })),
    /** Whoever calls from this machine has the role `local`, which may do everything but manage accounts. */
    loopback_is_local: !guarded || trustLoopback,
    /** So has everybody else. */
    everybody_is_local: !guarded && insecureLan,
  };
}

function backupRow(newest: ReturnType<SystemRoutesOptions['backup']>) {
  return newest ? { name: newest.name, bytes: newest.bytes, at: new Date(newest.at).toISOString() } : null;
}
