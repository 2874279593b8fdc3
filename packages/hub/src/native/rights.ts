import type { Auth, Catalog, Key, Principal } from '@posthouse/kernel';

/**
 * Rooms and mailboxes are open to native peers only where their app has declared the permission for it:
 * `shared.publish` for the room `shared`, `print.hold` for the mailbox `print` (a slash in a name becomes a dot).
 */
export type Deed = 'publish' | 'hold';

export function permissionFor(deed: Deed, name: string): string {
  return `${name.replaceAll('/', '.')}.${deed}`;
}

/** `undeclared`: nobody may, whatever their roles. */
export async function mayPeer(
  auth: Auth,
  catalog: Catalog,
  principal: Principal,
  deed: Deed,
  name: string,
  key: Key,
): Promise<'yes' | 'no' | 'undeclared'> {
  const permission = permissionFor(deed, name);
  if (!declares(catalog, permission)) return 'undeclared';
  return (await auth.may(principal, permission, key)) ? 'yes' : 'no';
}

function declares(catalog: Catalog, permission: string): boolean {
  for (const app of catalog.apps.values()) {
    if (app.permissions.some(({ name }) => name === permission)) return true;
  }
  return false;
}
