import {
  isRefusal,
  refuse,
  type Auth,
  type Handshake,
  type Principal,
  type Refusal,
} from '@posthouse/kernel';
import { sessionCookie } from '../access/cookie.ts';
import { createNetworks, isLoopback } from './networks.ts';
import { FORWARDED } from './proxies.ts';
import type { Grants } from './roles.ts';
import { createTokens, type TokenSpec } from './tokens.ts';

/** What an endpoint lets in without a token. */
export interface OpenDoor {
  readonly name: string;
  readonly open: readonly string[];
  readonly openRole?: string | undefined;
}

export interface AuthOptions {
  readonly tokens: readonly TokenSpec[];
  readonly doors: readonly OpenDoor[];
  readonly grants: Grants;
  /** Without tokens, everybody who reaches the hub is `local` (`--insecure-lan`). */
  readonly insecureLan: boolean;
  /** Callers on this machine are `local` in any case (POSTHOUSE_TRUST_LOOPBACK). */
  readonly trustLoopback?: boolean;
  /** Whom the store knows; absent: nobody. */
  readonly people?: People;
}

/** Accounts, keys and machines. */
export interface People {
  /** Whether there is an account: then nobody is `local` merely for being here. */
  hasAccounts(): boolean;
  bySession(cookie: string): Promise<Principal | Refusal>;
  byToken(token: string): Promise<Principal | Refusal>;
}

/**
 * The one seam that says who a caller is and what they may do. A token decides, then a session's cookie; without
 * either, loopback while there are neither tokens nor accounts, then the endpoint's open networks. Refuses with
 * HUB_TOKEN_MISSING, HUB_TOKEN_INVALID or ACCESS_TOKEN_EXPIRED and its kin.
 */
export function createAuth(options: AuthOptions): Auth {
  const { tokens, doors, grants, insecureLan, trustLoopback = false, people } = options;
  const find = createTokens(tokens);
  const open = new Map(doors.map((door) => [door.name, { ...door, within: createNetworks(door.open) }]));

  function withoutToken({ endpoint, address, headers }: Handshake) {
    const direct = !FORWARDED.some((header) => headers.has(header));
    const here = direct && isLoopback(address);
    const unguarded = tokens.length === 0 && people?.hasAccounts() !== true;
    if ((here && (unguarded || trustLoopback)) || (unguarded && insecureLan)) return LOCAL;
    const door = open.get(endpoint);
    if (direct && door?.openRole !== undefined && door.within(address)) {
      return { id: `${endpoint}@${address}`, roles: [door.openRole], anonymous: true };
    }
    return refuse('HUB_TOKEN_MISSING');
  }

  /** A cookie that has ended is as good as none: browsers send it unasked. */
  async function bySession(handshake: Handshake): Promise<Principal | null> {
    const cookie = sessionCookie(handshake);
    if (cookie === undefined || !people) return null;
    const who = await people.bySession(cookie);
    return isRefusal(who) ? null : who;
  }

  return {
    async who(handshake, token = tokenOf(handshake)) {
      if (token === undefined) return (await bySession(handshake)) ?? withoutToken(handshake);
      const spec = find(token);
      if (spec) return { id: spec.name, roles: spec.roles, anonymous: false };
      return people ? people.byToken(token) : refuse('HUB_TOKEN_INVALID');
    },
    may: async ({ roles, only }, permission, on) =>
      grants(roles, permission) && (on === undefined || only === undefined || only.includes(on)),
  };
}

const LOCAL: Principal = { id: 'local', roles: ['local'], anonymous: false };

/** A token as a sub-protocol, for browsers, which cannot set headers on a socket: `posthouse.token.<token>`. */
const TOKEN_PROTOCOL = 'posthouse.token.';

/**
 * The token of a handshake: `Authorization` (with `Bearer` or bare), `X-Access-Token`, `?token=`, the sub-protocol
 * `posthouse.token.<token>`, then Socket.IO's `auth.token`.
 */
export function tokenOf({ headers, query, auth }: Pick<Handshake, 'headers' | 'query' | 'auth'>) {
  const bearer = /^(?:Bearer +)?(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const protocol = (headers.get('sec-websocket-protocol') ?? '')
    .split(',')
    .map((word) => word.trim())
    .find((word) => word.startsWith(TOKEN_PROTOCOL));
  const inAuth = typeof auth === 'object' && auth !== null ? (auth as { token?: unknown }).token : undefined;
  return (
    bearer ??
    headers.get('x-access-token') ??
    query.get('token') ??
    protocol?.slice(TOKEN_PROTOCOL.length) ??
    (typeof inAuth === 'string' ? inAuth : undefined)
  );
}
