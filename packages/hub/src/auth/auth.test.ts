import { isRefusal, type Handshake } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { createAuth, type AuthOptions } from './auth.ts';
import { exposed } from './exposure.ts';
import { createNetworks, isLoopbackHost } from './networks.ts';
import { createGrants, knownRoles } from './roles.ts';
import { createTokens, parseToken } from './tokens.ts';

const text = { zh: '', en: '' };
const permissions = [
  { name: 'print.job.read', text, roles: ['operator', 'viewer'] },
  { name: 'print.job.retry', text, roles: ['operator'] },
  { name: 'print.paper.hold', text, roles: ['print-client'] },
];
const till = { name: 'till', roles: ['operator'], secret: 'correct-horse' };

function auth(options: Partial<AuthOptions> = {}) {
  return createAuth({
    tokens: [],
    doors: [{ name: 'print', open: ['127.0.0.1/32', '10.0.0.0/8'], openRole: 'print-client' }],
    grants: createGrants(permissions),
    insecureLan: false,
    ...options,
  });
}

function from(address: string, more: Partial<Handshake> = {}): Handshake {
  return {
    endpoint: 'main',
    path: '/',
    query: new URLSearchParams(),
    headers: new Map(),
    address,
    ...more,
  };
}

describe('who', () => {
  it('is local on loopback while no tokens are configured', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(await auth().who(from(address))).toMatchObject({ id: 'local', roles: ['local'] });
    }
  });

  it('is nobody from elsewhere, unless the override says so', async () => {
    expect(await auth().who(from('192.168.1.9'))).toEqual({ refuse: 'HUB_TOKEN_MISSING' });
    expect(await auth({ insecureLan: true }).who(from('192.168.1.9'))).toMatchObject({ id: 'local' });
  });

  it('does not take a proxy on loopback for a local caller', async () => {
    const headers = new Map([['x-forwarded-for', '203.0.113.7']]);
    expect(await auth().who(from('127.0.0.1', { headers }))).toEqual({ refuse: 'HUB_TOKEN_MISSING' });
    expect(await auth().who(from('127.0.0.1', { headers, endpoint: 'print' }))).toEqual({
      refuse: 'HUB_TOKEN_MISSING',
    });
  });

  it('with tokens asks loopback for one too, and overrides nothing', async () => {
    const withTokens = auth({ tokens: [till], insecureLan: true });
    expect(await withTokens.who(from('127.0.0.1'))).toEqual({ refuse: 'HUB_TOKEN_MISSING' });
  });

  it.each<[string, Partial<Handshake>]>([
    ['Authorization', { headers: new Map([['authorization', 'Bearer correct-horse']]) }],
    ['?token=', { query: new URLSearchParams({ token: 'correct-horse' }) }],
    ["Socket.IO's auth", { auth: { token: 'correct-horse' } }],
  ])('knows a token in %s', async (_, more) => {
    expect(await auth({ tokens: [till] }).who(from('192.168.1.9', more))).toEqual({
      id: 'till',
      roles: ['operator'],
      anonymous: false,
    });
  });

  it('knows a token of the first message, and refuses a wrong one even where none is needed', async () => {
    const tokens = [till];
    expect(await auth({ tokens }).who(from('10.0.0.1'), 'correct-horse')).toMatchObject({ id: 'till' });
    const wrong = { query: new URLSearchParams({ token: 'wrong' }), endpoint: 'print' };
    expect(await auth({ tokens }).who(from('127.0.0.1', wrong))).toEqual({ refuse: 'HUB_TOKEN_INVALID' });
  });

  it('is anonymous in the open networks of the endpoint, and only there', async () => {
    const withTokens = auth({ tokens: [till] });
    expect(await withTokens.who(from('10.1.2.3', { endpoint: 'print' }))).toEqual({
      id: 'print@10.1.2.3',
      roles: ['print-client'],
      anonymous: true,
    });
    expect(isRefusal(await withTokens.who(from('10.1.2.3')))).toBe(true);
    expect(isRefusal(await withTokens.who(from('192.168.1.9', { endpoint: 'print' })))).toBe(true);
  });
});

describe('may', () => {
  it.each<[string, string, boolean]>([
    ['local', 'print.job.retry', true],
    ['owner', 'print.job.retry', true],
    ['operator', 'print.job.retry', true],
    ['viewer', 'print.job.retry', false],
    ['viewer', 'print.job.read', true],
    ['print-client', 'print.paper.hold', true],
    ['print-client', 'print.job.read', false],
    ['owner', 'print.unheard.of', false],
  ])('%s, %s: %s', async (role, permission, verdict) => {
    expect(await auth().may({ id: 'x', roles: [role], anonymous: false }, permission)).toBe(verdict);
  });

  it('knows the roles that permissions name, and no permission twice', () => {
    expect(knownRoles(permissions)).toEqual(['admin', 'operator', 'owner', 'print-client', 'viewer']);
    expect(() => createGrants([...permissions, permissions[0]!])).toThrow('declared twice');
  });
});

describe('tokens', () => {
  it('reads name:role[+role]:secret', () => {
    expect(parseToken('till:operator+viewer:a:b')).toEqual({
      ok: { name: 'till', roles: ['operator', 'viewer'], secret: 'a:b' },
    });
  });

  it.each(['till', 'till:operator', 'till:operator:', ':operator:x', 'till::x', 'till:operator+:x', 7])(
    'refuses %s without repeating it',
    (raw) => {
      const parsed = parseToken(raw);
      expect(parsed).toHaveProperty('fault');
      expect(JSON.stringify(parsed)).not.toContain(`${raw}"`);
    },
  );

  it('finds the owner of a secret', () => {
    const other = { ...till, name: 'other', secret: 'battery-staple' };
    const find = createTokens([till, other]);
    expect(find('battery-staple')).toBe(other);
    expect(find('battery')).toBeNull();
    expect(find('')).toBeNull();
  });
});

describe('networks', () => {
  it('holds addresses of both families', () => {
    const within = createNetworks(['10.0.0.0/8', 'fe80::/10', '192.168.1.7']);
    expect(['10.9.9.9', '::ffff:10.0.0.1', 'fe80::1', '192.168.1.7'].map(within)).not.toContain(false);
    expect(['11.0.0.1', '192.168.1.8', 'fd00::1', 'localhost', ''].map(within)).not.toContain(true);
  });

  it('tells hosts that only this machine reaches', () => {
    expect(['127.0.0.1', '127.0.1.1', '::1', 'localhost'].map(isLoopbackHost)).not.toContain(false);
    expect(['0.0.0.0', '::', '192.168.1.2', 'hub.example'].map(isLoopbackHost)).not.toContain(true);
  });

  it('names the doors that would stand open', () => {
    const doors = [
      { name: 'main', host: '127.0.0.1' },
      { name: 'print', host: '0.0.0.0' },
    ];
    expect(exposed(doors, false)).toEqual([{ name: 'print', host: '0.0.0.0' }]);
    expect(exposed(doors, true)).toEqual([]);
  });
});

describe('scopes, keys and the people of the store', () => {
  const grants = createGrants([
    ...permissions,
    { name: 'access.user.write', text, roles: [] },
    { name: 'access.self', text, roles: ['*'] },
  ]);

  it.each<[string[], string, boolean]>([
    [['can:print.job.read'], 'print.job.read', true],
    [['can:print.job.read'], 'print.job.retry', false],
    [['can:print.*'], 'print.job.retry', true],
    [['can:print.*'], 'access.user.write', false],
    [['can:pri'], 'print.job.read', false],
    [['admin'], 'access.user.write', true],
    [['local'], 'access.user.write', false],
    [['viewer'], 'access.self', true],
    [[], 'access.self', false],
  ])('%j, %s: %s', (roles, permission, verdict) => {
    expect(grants(roles, permission)).toBe(verdict);
  });

  it('confine who is confined to keys', async () => {
    const machine = { id: 'machine/1', roles: ['operator'], anonymous: false, only: ['print/printer/7'] };
    expect(await auth().may(machine, 'print.job.read', 'print/printer/7')).toBe(true);
    expect(await auth().may(machine, 'print.job.read', 'print/printer/8')).toBe(false);
  });

  it.each([
    [true, false, 'HUB_TOKEN_MISSING'],
    [true, true, 'local'],
    [false, false, 'local'],
  ])('with accounts: %s, trusting loopback: %s, this machine is %s', async (accounts, trustLoopback, who) => {
    const nobody = async () => ({ refuse: 'HUB_TOKEN_INVALID' });
    const people = { hasAccounts: () => accounts, bySession: nobody, byToken: nobody };
    const found = await auth({ trustLoopback, people }).who(from('127.0.0.1'));
    expect(isRefusal(found) ? found.refuse : found.id).toBe(who);
    const proxied = from('127.0.0.1', { headers: new Map([['x-forwarded-for', '203.0.113.7']]) });
    expect(isRefusal(await auth({ trustLoopback, people }).who(proxied))).toBe(true);
  });
});
