import { BlockList, isIP } from 'node:net';

/** An IPv4 address that came in by an IPv6 socket (`::ffff:10.0.0.7`) as IPv4. */
export function plainAddress(address: string): string {
  return address.toLowerCase().startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** Whether an address is in one of the networks (`10.0.0.0/8`, `::1`). What is no address is in none. */
export function createNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(base, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return (address) => {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

/** Whether an address is this machine's own (127.0.0.0/8, ::1). */
export const isLoopback = createNetworks(['127.0.0.0/8', '::1/128']);

/** Whether a listening host is reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}
