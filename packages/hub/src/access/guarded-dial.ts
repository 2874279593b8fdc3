import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { CodedError, type Dial } from '@posthouse/kernel';
import type { Targets } from './targets.ts';

/** Every address of a name; rejects when there is none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (name) => {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
};

/**
 * Dials only where `targets` allow. A name is resolved once, all its addresses are judged, and the connection goes to
 * one that was judged: an answer that changes between the two (DNS rebinding) changes nothing. Throws
 * ACCESS_TARGET_REFUSED.
 */
export function guardDial(dial: Dial, targets: Targets, resolve: Resolve = systemResolve): Dial {
  return async (to) => dial({ ...to, host: await judged(to.host, targets, resolve) });
}

/** The address to connect to for a host. */
export async function judged(host: string, targets: Targets, resolve: Resolve): Promise<string> {
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const [first] = addresses;
  // One bad answer spoils all: whoever mixes them in means no good.
  if (first === undefined || !addresses.every(targets))
    throw new CodedError('ACCESS_TARGET_REFUSED', { host });
  return first;
}
