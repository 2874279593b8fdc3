import { describe, expect, it } from 'vitest';
import { guard, type Visit } from './browser-guard.ts';

const policy = { origins: ['https://shop.example'], names: ['hub.shop.example'] };
const calm: Visit = {
  host: '127.0.0.1:5000',
  origin: undefined,
  site: undefined,
  effects: false,
  token: false,
};

describe('browser guard', () => {
  it.each<[string, Partial<Visit>, string | null]>([
    ['a program without Origin', {}, null],
    ['HTTP/1.0 without Host', { host: undefined }, null],
    ['localhost', { host: 'localhost:5000' }, null],
    ['an address of the local network', { host: '192.168.1.20:5000' }, null],
    ['IPv6 loopback', { host: '[::1]:5000', origin: 'http://[::1]:5000' }, null],
    ['a rebound name', { host: 'evil.example:5000' }, 'HUB_HOST_REFUSED'],
    ['a name that only begins like localhost', { host: 'localhost.evil.example' }, 'HUB_HOST_REFUSED'],
    ['a configured name', { host: 'hub.shop.example' }, null],
    ['the host of a configured origin', { host: 'shop.example' }, null],
    ['its own page', { origin: 'http://127.0.0.1:5000' }, null],
    ['its own page on the network', { host: '10.0.0.2:5000', origin: 'http://10.0.0.2:5000' }, null],
    ['a page of another machine', { host: '10.0.0.2:5000', origin: 'http://10.0.0.3' }, 'HUB_ORIGIN_REFUSED'],
    ['a development server on loopback', { origin: 'http://localhost:5173' }, null],
    ['a page saved to disk', { origin: 'file://' }, null],
    ['a foreign page', { origin: 'https://evil.example' }, 'HUB_ORIGIN_REFUSED'],
    ['a foreign page with a token', { origin: 'https://evil.example', token: true }, 'HUB_ORIGIN_REFUSED'],
    ['a page named like loopback', { origin: 'http://127.0.0.1.evil.example' }, 'HUB_ORIGIN_REFUSED'],
    ['a configured page', { origin: 'https://shop.example' }, null],
    ['a configured page by http', { origin: 'http://shop.example' }, 'HUB_ORIGIN_REFUSED'],
    ['a sandboxed page', { origin: 'null' }, 'HUB_ORIGIN_REFUSED'],
    ['a sandboxed page with a token', { origin: 'null', token: true }, null],
    ['a browser extension', { origin: 'chrome-extension://abc' }, 'HUB_ORIGIN_REFUSED'],
    ['a link from another site', { site: 'cross-site' }, null],
    ['an effect from another site', { site: 'cross-site', effects: true }, 'HUB_CROSS_SITE_REFUSED'],
    [
      'an effect of a configured page',
      { site: 'cross-site', effects: true, origin: 'https://shop.example' },
      null,
    ],
    ['an effect fetched ahead', { site: 'same-origin', effects: true, ahead: true }, 'HUB_PREFETCH_REFUSED'],
    ['a page fetched ahead', { site: 'same-origin', ahead: true }, null],
    ['an effect typed by the user', { site: 'none', effects: true }, null],
    ['an effect from its own page', { site: 'same-origin', effects: true }, null],
  ])('%s', (_, visit, verdict) => {
    expect(guard({ ...calm, ...visit }, policy)).toBe(verdict);
  });
});
