import { CodedError, type Dial, type Duplex } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { guardDial, type Resolve } from './guarded-dial.ts';
import { createTargets } from './targets.ts';

const SHOP = ['192.168.0.0/16', '127.0.0.0/8', '::1/128'];

describe('targets', () => {
  it.each([
    ['a printer of the shop', '192.168.1.50', true],
    ['a printer written as IPv6', '::ffff:192.168.1.50', true],
    ['this machine', '127.0.0.1', true],
    ['a private network that is not ours', '10.0.0.1', false],
    ['the public net', '203.0.113.9', true],
    ['the public net in IPv6', '2606:4700::1111', true],
    ['metadata', '169.254.169.254', false],
    ['metadata written as IPv6', '::ffff:169.254.169.254', false],
    ['metadata written in hexadecimal', '::ffff:a9fe:a9fe', false],
    ['metadata through NAT64', '64:ff9b::a9fe:a9fe', false],
    ['metadata of Alibaba', '100.100.100.200', false],
    ['metadata of Amazon in IPv6', 'fd00:ec2::254', false],
    ['link-local', 'fe80::1', false],
    ['this network', '0.0.0.0', false],
    ['nothing', '::', false],
    ['multicast', '224.0.0.1', false],
    ['broadcast', '255.255.255.255', false],
    ['a name', 'printer.local', false],
    ['a number', '2130706433', false],
  ])('%s (%s): %s', (_, address, may) => {
    expect(createTargets(SHOP)(address)).toBe(may);
  });

  it('stay closed where nothing can open them', () => {
    expect(createTargets(['0.0.0.0/0', '::/0'])('169.254.169.254')).toBe(false);
  });
});

describe('a guarded dial', () => {
  const dialled: string[] = [];
  const dial: Dial = async ({ host }) => {
    dialled.push(host);
    return {} as Duplex;
  };
  const names: Readonly<Record<string, readonly string[]>> = {
    'printer.shop': ['192.168.1.50'],
    'rebound.evil': ['203.0.113.9', '169.254.169.254'],
  };
  const resolve: Resolve = async (name) => names[name] ?? Promise.reject(new Error('ENOTFOUND'));
  const guarded = guardDial(dial, createTargets(SHOP), resolve);
  const to = (host: string) => guarded({ host, port: 9100, timeout: 1_000 });

  it('connects to the address that it has checked, never to the name', async () => {
    await to('printer.shop');
    expect(dialled.splice(0)).toEqual(['192.168.1.50']);
    await to('192.168.1.51');
    expect(dialled.splice(0)).toEqual(['192.168.1.51']);
  });

  it.each(['169.254.169.254', 'rebound.evil', '::ffff:169.254.169.254'])('refuses %s', async (host) => {
    await expect(to(host)).rejects.toThrow(new CodedError('ACCESS_TARGET_REFUSED', { host }));
    expect(dialled).toEqual([]);
  });

  it('says that a name is unknown as the system says it', async () => {
    await expect(to('unknown.name')).rejects.toThrow('ENOTFOUND');
  });
});
