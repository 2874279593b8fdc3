import { isIP } from 'node:net';
import { isLoopbackHost } from './networks.ts';

/** What a request says about where it comes from. */
export interface Visit {
  /** The `Host` header. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined;
  /** A GET that changes something. */
  readonly effects: boolean;
  /** The browser fetches it ahead, in case somebody goes there. */
  readonly ahead?: boolean;
  /** A valid token came along, which a foreign page cannot have. */
  readonly token: boolean;
}

export interface GuardPolicy {
  /** Further origins, by configuration. */
  readonly origins: readonly string[];
  /** Further names of this hub, by configuration. */
  readonly names: readonly string[];
}

/** All that a door asks of whoever comes, beside who they are. */
export interface DoorPolicy extends GuardPolicy {
  /** Whether an address may come at all, by configuration: asked before any credential is looked at. */
  readonly allows: (address: string) => boolean;
}

export type Blocked =
  'HUB_HOST_REFUSED' | 'HUB_ORIGIN_REFUSED' | 'HUB_CROSS_SITE_REFUSED' | 'HUB_PREFETCH_REFUSED';

/**
 * Keeps pages of other sites out: loopback is open to every page in this machine's browser, so the browser's own
 * word decides. Requests that no browser page made (no `Origin`) pass. Null when the visit may go on.
 */
export function guard(visit: Visit, policy: GuardPolicy): Blocked | null {
  if (!isOwnHost(visit.host, policy)) return 'HUB_HOST_REFUSED';
  // A navigation or an image carries no Origin; what does is judged by it.
  if (visit.effects && visit.site === 'cross-site' && visit.origin === undefined)
    return 'HUB_CROSS_SITE_REFUSED';
  if (visit.effects && visit.ahead) return 'HUB_PREFETCH_REFUSED';
  return isWelcomeOrigin(visit, policy) ? null : 'HUB_ORIGIN_REFUSED';
}

/**
 * A page can make its own name resolve to 127.0.0.1 (DNS rebinding), but the `Host` then carries that name: only
 * addresses, localhost and configured names are ours.
 */
function isOwnHost(host: string | undefined, { names, origins }: GuardPolicy): boolean {
  if (host === undefined) return true;
  const name = hostname(host);
  return (
    name === 'localhost' ||
    isIP(name) !== 0 ||
    names.some((own) => own.toLowerCase() === name) ||
    origins.some((origin) => hostname(origin.replace(/^[a-z]+:\/\//i, '')) === name)
  );
}

function isWelcomeOrigin({ origin, host, token }: Visit, { origins }: GuardPolicy): boolean {
  if (origin === undefined || origin === 'file://') return true;
  if (origin === 'null') return token;
  if (origins.some((allowed) => allowed.toLowerCase() === origin.toLowerCase())) return true;
  const match = /^https?:\/\/([^/]+)$/i.exec(origin);
  if (!match?.[1]) return false;
  return isLoopbackHost(hostname(match[1])) || match[1].toLowerCase() === host?.toLowerCase();
}

/** The host without its port, and without the brackets of IPv6. */
function hostname(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, (port) => (isIP(host) === 6 ? port : ''))
    .replace(/^\[(.*)\]$/, '$1');
}
