import { createPublicKey } from 'node:crypto';
import { refuse, type Clock, type Principal, type Refusal } from '@posthouse/kernel';
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { ALL_POWERFUL } from '../auth/roles.ts';
import type { JwtConfig } from './config.ts';
import { jwtRefusal } from './own-tokens.ts';

export interface ForeignTokensOptions {
  readonly config: JwtConfig;
  readonly clock: Pick<Clock, 'now'>;
  readonly fetch: typeof fetch;
}

/** Roles by which accounts could be managed. */
const NEVER: readonly string[] = [...ALL_POWERFUL, 'lines-super'];

/** Says who a JWT of the customer's own back-end speaks for. */
export type ForeignTokens = (token: string) => Promise<Principal | Refusal>;

/** HMAC wants a key as long as its hash (RFC 7518 §3.2); a shorter one could be guessed offline from one token. */
const LEAST_SECRET = 32;

/**
 * Verifies with the one configured algorithm, whatever the token's header asks for: `none` and a public key used as
 * an HMAC secret are refused. `exp`, `sub` and `aud` are needed. Its roles are those of the configured claim, but
 * never owner, admin, local or lines-super: a back-end's signing key must not be a key to the accounts.
 */
export function createForeignTokens({ config, clock, fetch }: ForeignTokensOptions): ForeignTokens {
  const verify = config.algorithm === '' ? null : createVerify(config, fetch);
  return async (token) => {
    if (!verify) return refuse('HUB_TOKEN_INVALID');
    try {
      const payload = await verify(token, {
        algorithms: [config.algorithm],
        audience: config.audience,
        ...(config.issuer !== '' && { issuer: config.issuer }),
        clockTolerance: config.skew / 1_000,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(clock.now()),
      });
      return principalOf(payload, config);
    } catch (error) {
      return jwtRefusal(error);
    }
  };
}

/** What is wrong with the JWT settings, in a word, or null; told at the start instead of with the first token. */
export function jwtFault({ algorithm, key, jwks }: JwtConfig): string | null {
  if (algorithm === '') return null;
  if (algorithm === 'HS256') {
    if (jwks !== '') return 'HS256 takes POSTHOUSE_JWT_KEY, not POSTHOUSE_JWT_JWKS';
    return Buffer.byteLength(key) < LEAST_SECRET ? 'POSTHOUSE_JWT_KEY needs 32 bytes or more' : null;
  }
  if ((key === '') === (jwks === '')) return 'give either POSTHOUSE_JWT_KEY or POSTHOUSE_JWT_JWKS';
  if (jwks !== '') return null;
  try {
    const type = createPublicKey(key).asymmetricKeyType;
    const wanted = algorithm === 'RS256' ? 'rsa' : 'ed25519';
    return type === wanted ? null : `POSTHOUSE_JWT_KEY is no ${wanted} key`;
  } catch {
    return 'POSTHOUSE_JWT_KEY is no public key in PEM';
  }
}

type Verify = (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>;

function createVerify({ algorithm, key, jwks }: JwtConfig, fetch: ForeignTokensOptions['fetch']): Verify {
  if (jwks !== '') {
    // Asked again at most every 30 s for a key it does not know, and given up on after 5 s.
    const published = createRemoteJWKSet(new URL(jwks), { [customFetch]: fetch });
    return async (token, options) => (await jwtVerify(token, published, options)).payload;
  }
  const own = algorithm === 'HS256' ? new TextEncoder().encode(key) : createPublicKey(key);
  return async (token, options) => (await jwtVerify(token, own, options)).payload;
}

function principalOf(payload: JWTPayload, { claim, skew }: JwtConfig): Principal {
  const said = payload[claim];
  const roles = (Array.isArray(said) ? said : [said]).filter(
    (role): role is string => typeof role === 'string' && !NEVER.includes(role) && !role.includes(':'),
  );
  const id = `jwt/${payload.sub}`;
  return {
    id,
    name: payload.sub ?? id,
    roles,
    anonymous: false,
    expires: Number(payload.exp) * 1_000 + skew,
    via: id,
  };
}
