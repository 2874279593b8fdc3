import type { Permission } from '@posthouse/kernel';

/** Roles that may do everything; `local` is the caller on loopback while no tokens are configured. */
export const ALL_POWERFUL: readonly string[] = ['owner', 'admin', 'local'];

/** In a permission's roles: whoever has any role at all. */
const ANYBODY = '*';
/** A role that is one permission, or all of an area: `can:print.job.read`, `can:print.*`. API keys have these. */
const CAN = 'can:';

/** Roles that exist in every house; the permissions of the apps say what they may do. */
export const BUILT_IN: readonly string[] = ['owner', 'admin', 'operator', 'viewer'];

/** Whether a scope, a permission or `area.*`, holds the permission. */
export function covers(scope: string, permission: string): boolean {
  return scope === permission || (scope.endsWith('.*') && permission.startsWith(scope.slice(0, -1)));
}

/** Whether one of the roles has the permission. */
export type Grants = (roles: readonly string[], permission: string) => boolean;

/** Joins the permissions that apps declare. Throws when one is declared twice: that is a fault of ours. */
export function createGrants(permissions: readonly Permission[]): Grants {
  const holders = new Map<string, ReadonlySet<string>>();
  for (const { name, roles } of permissions) {
    if (holders.has(name)) throw new Error(`the permission ${name} is declared twice`);
    // Accounts are managed by accounts (or configured tokens), never by whoever merely stands at the machine.
    const powerful = name.startsWith('access.')
      ? ALL_POWERFUL.filter((role) => role !== 'local')
      : ALL_POWERFUL;
    holders.set(name, new Set([...roles, ...powerful]));
  }
  return (roles, permission) => {
    const holding = holders.get(permission);
    if (holding === undefined) return false;
    if (holding.has(ANYBODY) && roles.length > 0) return true;
    return roles.some((role) =>
      role.startsWith(CAN) ? covers(role.slice(CAN.length), permission) : holding.has(role),
    );
  };
}

/** Every role that a token may be given: the built-in ones and those that apps' permissions name. */
export function knownRoles(permissions: readonly Permission[]): readonly string[] {
  const named = permissions.flatMap(({ roles }) => roles).filter((role) => role !== ANYBODY);
  return [...new Set([...BUILT_IN, ...named])].sort();
}
