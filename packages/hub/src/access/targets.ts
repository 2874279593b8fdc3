import { isIP } from 'node:net';
import { createNetworks, plainAddress } from '../auth/networks.ts';

/**
 * Never a printer and never a back-end: this network, link-local (with the clouds' metadata at 169.254.169.254), the
 * metadata of clouds that put it elsewhere, multicast, reserved (RFC 6890).
 */
const isForbidden = createNetworks([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fd00:ec2::254/128',
  'ff00::/8',
]);

/** Not on the public net; allowed by configuration, since that is where printers are. */
const isInner = createNetworks([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
]);

/** IPv4 inside IPv6 in ways that a stack may unwrap: NAT64, 6to4, Teredo, and the mapped form. */
const isWrapped = createNetworks(['64:ff9b::/96', '2002::/16', '2001::/32', '::ffff:0:0/96', '::/96']);

/** Whether the hub may connect to an address on somebody's word. */
export type Targets = (address: string) => boolean;

/** `allowed`: networks that are not public and yet may be reached (POSTHOUSE_TARGETS). What is no address is refused. */
export function createTargets(allowed: readonly string[]): Targets {
  const isAllowed = createNetworks(allowed);
  return (given) => {
    const address = plainAddress(given);
    if (isIP(address) === 0 || isForbidden(address)) return false;
    if (isInner(address)) return isAllowed(address);
    return isIP(address) === 4 || !isWrapped(address);
  };
}
