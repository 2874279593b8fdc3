import { createHash, timingSafeEqual } from 'node:crypto';
import type { Option } from '@posthouse/kernel';

/** One entry of POSTHOUSE_TOKENS. */
export interface TokenSpec {
  readonly name: string;
  readonly roles: readonly string[];
  readonly secret: string;
}

const FORM = /^([\w.-]+):([a-z][\w.-]*(?:\+[a-z][\w.-]*)*):(\S{1,256})$/;

/** Reads `name:role[+role]:secret`. The fault never repeats the secret. */
export function parseToken(raw: unknown): ReturnType<Option<TokenSpec>['parse']> {
  const match = typeof raw === 'string' ? FORM.exec(raw) : null;
  if (!match) {
    return {
      fault: {
        zh: '应为 名称:角色[+角色]:密钥，如 till:operator:一串随机字符',
        en: 'must be name:role[+role]:secret, such as till:operator:a-long-random-text',
      },
    };
  }
  const [, name = '', roles = '', secret = ''] = match;
  return { ok: { name, roles: roles.split('+'), secret } };
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/**
 * Finds whose token a text is. Digests of equal length are compared in constant time, and all of them, so that
 * the time taken tells neither the secret nor its place in the list.
 */
export function createTokens(specs: readonly TokenSpec[]): (token: string) => TokenSpec | null {
  const known = specs.map((spec) => ({ spec, digest: digest(spec.secret) }));
  return (token) => {
    const asked = digest(token);
    let found: TokenSpec | null = null;
    for (const { spec, digest } of known) {
      if (timingSafeEqual(digest, asked)) found = spec;
    }
    return found;
  };
}
