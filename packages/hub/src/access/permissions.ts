import type { Permission } from '@posthouse/kernel';

/**
 * The lines contract's three roles (`user`, `admin`, `super_admin`), under names that cannot be mistaken for the
 * house's own; the lines' app gives them what they may see.
 */
export const LINES_ROLES = ['lines-user', 'lines-admin', 'lines-super'] as const;

/** Roles that a machine gets by its kind. */
export const MACHINE_KINDS = ['agent', 'device', 'station', 'print-client'] as const;
export type MachineKind = (typeof MACHINE_KINDS)[number];

const permission = (name: string, zh: string, en: string, roles: readonly string[] = []): Permission => ({
  name,
  text: { zh, en },
  roles,
});

/** `access.…` is never part of `local`: whoever stands at the machine still needs an account to manage accounts. */
export const accessPermissions: readonly Permission[] = [
  permission('access.self', '查看与管理自己的账号和会话', 'See and manage one’s own account and sessions', [
    '*',
  ]),
  permission('access.user.read', '查看账号', 'See accounts', ['lines-super']),
  permission('access.user.write', '管理账号', 'Manage accounts', ['lines-super']),
  permission('access.key.read', '查看 API 密钥', 'See API keys'),
  permission('access.key.write', '管理 API 密钥', 'Manage API keys'),
  permission('access.machine.read', '查看设备令牌', 'See the tokens of machines', ['operator']),
  permission('access.machine.write', '管理设备令牌', 'Manage the tokens of machines'),
  permission('access.audit.read', '查看审计日志', 'See the audit log', ['lines-super']),
];

/** Every role that accounts may have besides those that apps' permissions name. */
export const ACCOUNT_ROLES = ['owner', 'admin', 'operator', 'viewer', ...LINES_ROLES] as const;
