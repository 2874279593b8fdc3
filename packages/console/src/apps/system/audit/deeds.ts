/** Deeds that have words of their own under `system.audit.deeds`; any other is told by its method and route. */
export const DEEDS = [
  'create_user',
  'update_user',
  'update_user_profile',
  'delete_user',
  'signin_user',
  'signin_failed',
  'signout_user',
  'refresh_token_reused',
  'create_key',
  'rotate_key',
  'revoke_key',
  'create_machine',
  'claim_machine',
  'renew_machine',
  'revoke_machine',
  'audit_dropped',
] as const;

/** The deed that an action of the audit log is; null when it has no words of its own. */
export function deedOf(action: string): (typeof DEEDS)[number] | null {
  return DEEDS.find((deed) => deed === action) ?? null;
}
