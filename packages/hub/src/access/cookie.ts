import type { Handshake } from '@posthouse/kernel';
import type { Ms } from '@posthouse/kernel';
import { secretKind } from './secrets.ts';

export const COOKIE = 'posthouse_session';

/**
 * The session cookie of a request, unless another origin's page made it: cookies know neither ports nor, between
 * subdomains, sites. A browser names the page's origin on every upgrade and on every request that is no GET.
 */
export function sessionCookie({ headers }: Pick<Handshake, 'headers'>): string | undefined {
  const origin = headers.get('origin');
  if (origin !== undefined && !isOwnOrigin(origin, headers.get('host'))) return undefined;
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=');
    if (name === COOKIE && secretKind(value) === 'phs') return value;
  }
  return undefined;
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && origin.toLowerCase().replace(/^https?:\/\//, '') === host.toLowerCase();
}

/** What a request by cookie says of where it comes from. */
export interface CookieRequest {
  readonly method: string;
  /** A GET that changes something. */
  readonly effects: boolean;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined;
}

/**
 * CSRF: what changes something by cookie must be known to come from the hub's own page. Its `Origin` was compared
 * when the cookie was read; where there is none, the browser must say `same-origin`, or `none` for an address typed
 * by the user.
 */
export function cookieMayAct({ method, effects, origin, site }: CookieRequest): boolean {
  const reads = (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') && !effects;
  if (reads || origin !== undefined) return true;
  return site === 'same-origin' || (site === 'none' && method === 'GET');
}

/** The `Set-Cookie` that signs in for `span`; an empty secret signs out. */
export function setCookie(secret: string, span: Ms, secure: boolean): string {
  const age = secret === '' ? 0 : Math.floor(span / 1_000);
  return `${COOKIE}=${secret}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
