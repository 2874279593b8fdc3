import { useI18n } from 'vue-i18n';

/** Roles that people have, the mightiest first. What each may do stands beside it in the form. */
export const ROLES = ['owner', 'admin', 'operator', 'viewer'] as const;

/** Those that somebody may give: only an owner makes owners. */
export function rolesToGive(givers: readonly string[]): readonly string[] {
  return ROLES.filter((role) => role !== 'owner' || givers.includes('owner'));
}

/** A role in the reader's words; of an app's own role its name. */
export function useRoleText(): (role: string) => string {
  const { t } = useI18n();
  return (role) => ([...ROLES, 'local'].includes(role) ? t(`system.role.${role}`) : role);
}

/** A password to hand over: 20 letters and digits that are not mistaken for each other, 5 bits each. */
export function newPassword(random: (bytes: Uint8Array) => Uint8Array): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return [...random(new Uint8Array(20))].map((byte) => letters[byte % letters.length]).join('');
}
