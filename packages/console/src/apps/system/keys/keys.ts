import type { Tone } from '../../../design/tone.ts';
import type { ApiKey, Machine, Permission } from '../answers.ts';

/** Key under `system.keys.states`. */
export type KeyState = 'active' | 'expired' | 'revoked';

export function keyState({ revoked_at, expires_at }: ApiKey, now: number): KeyState {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : 'active';
}

/** Key under `system.machines.states`. A code that nobody used in time is of no use any more. */
export type MachineState = 'waiting' | 'lapsed' | 'claimed' | 'revoked';

export function machineState({ state, claim_expires_at }: Machine, now: number): MachineState {
  if (state !== 'waiting') return state;
  return claim_expires_at !== null && Date.parse(claim_expires_at) > now ? 'waiting' : 'lapsed';
}

export const STATE_TONES: Readonly<Record<KeyState | MachineState, Tone>> = {
  active: 'good',
  claimed: 'good',
  waiting: 'waits',
  expired: 'off',
  lapsed: 'off',
  revoked: 'off',
};

/** What a key may be given: whole areas first (`print.*`), then single permissions; only what the maker may do. */
export function scopesOf(
  permissions: readonly Permission[],
  may: (permission: string) => boolean,
): readonly { readonly scope: string; readonly text: string | null }[] {
  const areas = Map.groupBy(permissions, ({ name }) => name.slice(0, name.indexOf('.')));
  const whole = [...areas].filter(([, all]) => all.every(({ name }) => may(name))).map(([area]) => area);
  return [
    ...whole.map((area) => ({ scope: `${area}.*`, text: null })),
    ...permissions.filter(({ name }) => may(name)).map(({ name, text }) => ({ scope: name, text })),
  ];
}

/** How long a key is good: days; 0 for ever. */
export const KEY_DAYS = [30, 90, 365, 0] as const;

const DAY = 86_400;

/** The body of `POST /api/auth/keys`. */
export function newKeyBody(name: string, scopes: readonly string[], days: number) {
  return { name: name.trim(), scopes, ...(days > 0 && { expires_in: days * DAY }) };
}
