import { refuse, type AnyOp, type App, type Ms, type Retention } from '@posthouse/kernel';
import type { AccessConfig } from './config.ts';
import { accessErrors } from './errors.ts';
import * as accounts from './ops/accounts.ts';
import * as audit from './ops/audit.ts';
import * as keys from './ops/keys.ts';
import * as machines from './ops/machines.ts';
import { keepSecret } from './ops/secret.ts';
import * as sessions from './ops/sessions.ts';
import { accessPermissions } from './permissions.ts';
import { accessChanges, accessMigrations } from './tables.ts';

const ops: readonly AnyOp[] = [
  accounts.createAccount,
  accounts.changeAccount,
  accounts.deleteAccount,
  accounts.listAccounts,
  accounts.findAccount,
  accounts.countAccounts,
  audit.recordDeeds,
  audit.listAudit,
  keys.createKey,
  keys.rotateKey,
  keys.revokeKey,
  keys.listKeys,
  keys.findKey,
  keys.touchKey,
  machines.createMachine,
  machines.renewClaim,
  machines.claimMachine,
  machines.revokeMachine,
  machines.listMachines,
  machines.findMachine,
  keepSecret,
  sessions.openSession,
  sessions.findSession,
  sessions.rotateSession,
  sessions.listSessions,
  sessions.endSession,
];

/** How long the list still shows what is over, so that somebody who wonders why it stopped finds it. */
const SHOWN: Ms = 30 * 86_400_000;

const retention = (keep: Ms): readonly Retention[] => [
  {
    table: 'access_audit',
    what: { zh: '审计日志', en: 'the audit log' },
    keep,
    prune: audit.deleteAuditBefore,
  },
  {
    table: 'access_session',
    what: { zh: '过期的登录会话', en: 'sessions that have expired' },
    keep: 0,
    prune: sessions.deleteSessionsBefore,
  },
  {
    table: 'access_key',
    what: { zh: '已收回或过期的 API 密钥', en: 'API keys that were taken back or have expired' },
    keep: SHOWN,
    prune: keys.deleteKeysBefore,
  },
  {
    table: 'access_machine',
    what: {
      zh: '已收回的机器，以及无人使用其认领码的机器',
      en: 'machines that were taken back, or whose claim code nobody used',
    },
    keep: SHOWN,
    prune: machines.deleteMachinesBefore,
  },
];

/**
 * Accounts, sessions, keys, machines and the audit log as the store's threads know them. The routes are mounted by
 * the main thread alone, since they work with what lives there (hashing, live peers).
 */
export function accessApp({ audit: keep }: Pick<AccessConfig, 'audit'>): App {
  return {
    name: 'access',
    migrations: accessMigrations,
    routes: [],
    errors: accessErrors,
    permissions: accessPermissions,
    retention: retention(keep),
    ops,
    boxes: [],
    rooms: [accessChanges],
    endpoints: [],
    periodic: [],
    deadline: async () => {},
    accept: async () => refuse('HUB_NOT_FOUND'),
    start: async () => async () => {},
  };
}
