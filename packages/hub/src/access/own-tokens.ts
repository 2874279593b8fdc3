import { refuse, type Clock, type Id, type Ms, type Refusal } from '@posthouse/kernel';
import { errors, jwtVerify, SignJWT } from 'jose';

/** Names our own tokens among others; also issuer and audience. */
export const OWN = 'posthouse';
const ALGORITHM = 'HS256';

/** Short-lived access tokens (JWT) of signed-in accounts. Each names its session, which can be ended at any time. */
export interface OwnTokens {
  sign(session: Id, account: Id, expires: Ms): Promise<string>;
  verify(token: string): Promise<{ session: Id; account: Id; expires: Ms } | Refusal>;
}

/** `key`: 32 random bytes that the hub keeps for itself. */
export function createOwnTokens(key: Uint8Array, clock: Pick<Clock, 'now'>): OwnTokens {
  return {
    sign: (session, account, expires) =>
      new SignJWT({ sid: session })
        .setProtectedHeader({ alg: ALGORITHM, kid: OWN, typ: 'JWT' })
        .setIssuer(OWN)
        .setAudience(OWN)
        .setSubject(`user/${account}`)
        .setIssuedAt(Math.floor(clock.now() / 1_000))
        .setExpirationTime(Math.floor(expires / 1_000))
        .sign(key),
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          issuer: OWN,
          audience: OWN,
          requiredClaims: ['exp', 'sub', 'sid'],
          currentDate: new Date(clock.now()),
        });
        return {
          session: Number(payload['sid']),
          account: Number(payload.sub?.slice('user/'.length)),
          expires: Number(payload.exp) * 1_000,
        };
      } catch (error) {
        return jwtRefusal(error);
      }
    },
  };
}

/** Only that it expired is said: the rest helps nobody but an attacker. */
export function jwtRefusal(error: unknown): Refusal {
  return refuse(error instanceof errors.JWTExpired ? 'ACCESS_TOKEN_EXPIRED' : 'HUB_TOKEN_INVALID');
}
