import { isIP } from 'node:net';
import { createNetworks, plainAddress } from './networks.ts';

/** Headers by which a proxy says that the socket's address is not the caller's. */
export const FORWARDED: readonly string[] = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

/** Where a request really comes from. */
export interface Caller {
  readonly address: string;
  /** The proxy says that the caller came to it by TLS. */
  readonly secure: boolean;
  /** Without what the proxy said; a header that stays in makes the caller nobody in particular (`createAuth`). */
  readonly headers: ReadonlyMap<string, string>;
}

export type Proxies = (address: string, headers: ReadonlyMap<string, string>) => Caller;

/**
 * Believes `X-Forwarded-For` and `X-Forwarded-Proto` of proxies in these networks alone, read from the right: what
 * stands left of the first address that is none of ours was written by the caller. A proxy of ours that does not say
 * for whom it asks stays marked as a proxy, so that its callers are not taken for this machine's.
 */
export function createProxies(trusted: readonly string[]): Proxies {
  const isOurs = createNetworks(trusted);
  return (address, headers) => {
    if (!isOurs(address)) return { address, secure: false, headers };
    const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => plainAddress(hop.trim()));
    const caller = hops.findLast((hop) => !isOurs(hop)) ?? '';
    const own = new Map([...headers].filter(([name]) => !FORWARDED.includes(name)));
    if (isIP(caller) === 0) return { address, secure: false, headers: own.set('forwarded', 'for=unknown') };
    const protocol = headers.get('x-forwarded-proto')?.split(',').at(-1)?.trim().toLowerCase();
    return { address: caller, secure: protocol === 'https', headers: own };
  };
}
