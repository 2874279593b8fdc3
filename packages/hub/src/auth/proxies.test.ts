import { expect, it } from 'vitest';
import { createProxies } from './proxies.ts';

const proxies = createProxies(['127.0.0.1', '10.0.0.0/8']);
const from = (address: string, headers: Record<string, string>) =>
  proxies(address, new Map(Object.entries(headers)));

it.each([
  ['no proxy', '203.0.113.9', {}, '203.0.113.9', false],
  ['a stranger who claims to be one', '203.0.113.9', { 'x-forwarded-for': '127.0.0.1' }, '203.0.113.9', true],
  ['a proxy', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, '203.0.113.9', false],
  ['a chain of ours', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9, 10.0.0.2' }, '203.0.113.9', false],
  [
    'what the caller wrote',
    '127.0.0.1',
    { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' },
    '203.0.113.9',
    false,
  ],
  ['an IPv4 in IPv6', '::ffff:127.0.0.1', { 'x-forwarded-for': '::ffff:203.0.113.9' }, '203.0.113.9', false],
  ['a proxy that says nothing', '127.0.0.1', {}, '127.0.0.1', true],
  ['a proxy that says nonsense', '127.0.0.1', { 'x-forwarded-for': 'unknown' }, '127.0.0.1', true],
  ['only ours', '127.0.0.1', { 'x-forwarded-for': '10.0.0.2' }, '127.0.0.1', true],
])('%s', (_, address, headers, caller, marked) => {
  const found = from(address, headers);
  expect(found.address).toBe(caller);
  expect(['forwarded', 'x-forwarded-for'].some((name) => found.headers.has(name))).toBe(marked);
});

it('believes only a proxy of ours about TLS', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
  expect(from('127.0.0.1', headers).secure).toBe(true);
  expect(from('203.0.113.1', headers).secure).toBe(false);
});
