import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What a secret opens; its first letters say so, so that a leaked one is recognised. */
export type SecretKind = 'phs' | 'phr' | 'phk' | 'phm' | 'phc';

/** A text of 256 random bits: `phk_` and 43 letters. */
export function newSecret(kind: SecretKind): string {
  return `${kind}_${randomBytes(32).toString('base64url')}`;
}

export function secretKind(text: string): SecretKind | null {
  return /^(phs|phr|phk|phm|phc)_[\w-]{43}$/.test(text) ? (text.slice(0, 3) as SecretKind) : null;
}

/** What is stored of it. With 256 random bits one fast hash is enough: there is nothing to guess. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** What may be shown of it afterwards. */
export const prefixOf = (secret: string): string => secret.slice(0, 10);

/** Without 0/O, 1/I/L and U: nobody should have to guess a letter on a small display. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** `7GK2-M9PX`: 39 bits, enough for one use within minutes while tries are limited. */
export function newClaimCode(): string {
  const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A claim code as people type it: any case, with or without the dash. */
export function plainClaimCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
