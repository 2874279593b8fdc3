import { withPlaces } from './places.ts';

/** The words by which the tasks' clients know why they were turned away (contract §1). */
const WORDS: Readonly<Record<string, string>> = {
  HUB_TOKEN_MISSING: 'NO_TOKEN',
  HUB_TOKEN_INVALID: 'INVALID_TOKEN',
  HUB_FORBIDDEN: 'FORBIDDEN',
  ACCESS_TOKEN_EXPIRED: 'TOKEN_EXPIRED',
  ACCESS_TOKEN_REVOKED: 'INVALID_TOKEN',
  ACCESS_ACCOUNT_GONE: 'USER_NOT_FOUND',
  ACCESS_DISABLED: 'USER_BANNED',
};

/** Whether a code is about who asks, and not about what they ask for. */
export const isAuthFailure = (code: string): boolean => Object.hasOwn(WORDS, code);

/** A failed authentication as those clients read it: its word is in `code`, all others' in `error_code`. */
export const authFailure = (code: string, text: string, detail?: unknown) => ({
  success: false,
  message: withPlaces(text, detail),
  code: WORDS[code] ?? code,
  detail: detail ?? null,
});
