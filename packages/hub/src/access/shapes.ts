import type { Ms } from '@posthouse/kernel';
import type { Account } from './ops/accounts.ts';
import type { ApiKey } from './ops/keys.ts';
import type { Machine } from './ops/machines.ts';
import type { AuditRow } from './ops/audit.ts';
import type { SessionRow } from './ops/sessions.ts';

export function iso(at: Ms): string;
export function iso(at: Ms | null): string | null;
export function iso(at: Ms | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export const userShape = (account: Account) => ({
  id: account.id,
  name: account.name,
  email: account.email,
  full_name: account.full_name,
  role: account.role,
  disabled: account.disabled === 1,
  created_at: iso(account.created_at),
  signed_in_at: iso(account.signed_in_at),
});

export const sessionShape = ({ id, address, agent, created_at, expires_at }: SessionRow) => ({
  id,
  address,
  agent,
  created_at: iso(created_at),
  expires_at: iso(expires_at),
});

export const keyShape = (key: ApiKey) => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: key.scopes,
  created_by: key.created_by,
  created_at: iso(key.created_at),
  expires_at: iso(key.expires_at),
  revoked_at: iso(key.revoked_at),
  used_at: iso(key.used_at),
});

export const machineShape = (machine: Machine) => ({
  ...machine,
  claim_expires_at: iso(machine.claim_expires_at),
  created_at: iso(machine.created_at),
  claimed_at: iso(machine.claimed_at),
});

export const auditShape = (row: AuditRow) => ({
  ...row,
  at: iso(row.at),
  detail: row.detail === null ? null : parseDetail(row.detail),
});

/** A detail that was too long was cut, and is no JSON any more. */
function parseDetail(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
