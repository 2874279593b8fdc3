import { describe, expect, it } from 'vitest';
import type { Door, Exposure } from '../answers.ts';
import { openTo } from './sentences.ts';

const door = (about: Partial<Door>): Door => ({
  name: 'print',
  app: 'print',
  transport: 'ws',
  host: '127.0.0.1',
  port: 8765,
  path: '/',
  state: 'open',
  open: [],
  open_role: null,
  allow: [],
  ...about,
});
const fresh: Exposure = {
  guarded: false,
  accounts: false,
  tokens: [],
  loopback_is_local: true,
  everybody_is_local: false,
};
const words = (exposure: Partial<Exposure>, doors: readonly Door[] = []) =>
  openTo({ exposure: { ...fresh, ...exposure }, doors }).map(({ word, tone, env }) => [word, tone, env]);

describe('what is open to whom', () => {
  it('says of a fresh hub that whoever sits at the machine may do everything', () => {
    expect(words({})).toEqual([['local', 'waits', null]]);
  });

  it('names the print port, who may come there, and the setting that closes it', () => {
    const print = door({ open: ['127.0.0.1/32', '::1/128'], open_role: 'print-client' });
    expect(
      openTo({ exposure: { ...fresh, guarded: true, loopback_is_local: false }, doors: [print] }),
    ).toEqual([
      {
        id: 'door print ws',
        word: 'role.print-client',
        named: { port: '8765', role: 'print-client', name: 'print' },
        from: 'here',
        tone: 'good',
        change: 'close',
        env: 'POSTHOUSE_PRINT_OPEN',
      },
    ]);
  });

  it('marks a door that is open beyond this machine', () => {
    const wide = door({ open: ['192.168.1.0/24'], open_role: 'print-client' });
    expect(words({ loopback_is_local: false }, [wide])).toEqual([
      ['role.print-client', 'waits', 'POSTHOUSE_PRINT_OPEN'],
    ]);
    expect(openTo({ exposure: fresh, doors: [wide] }).at(-1)?.from).toEqual(['192.168.1.0/24']);
  });

  it('is alarmed when everybody is let in, and then says nothing of single doors', () => {
    const wide = door({ open: ['0.0.0.0/0'], open_role: 'print-client' });
    expect(words({ everybody_is_local: true }, [wide])).toEqual([
      ['everybody', 'bad', 'POSTHOUSE_INSECURE_LAN'],
      ['local', 'waits', null],
    ]);
  });

  it('says nothing of doors that are closed or need a token, and names the tokens', () => {
    const closed = door({ state: 'taken', open: ['::1/128'], open_role: 'print-client' });
    const tokens = [{ name: 'boss', roles: ['owner'] }];
    expect(words({ guarded: true, loopback_is_local: false, tokens }, [closed, door({})])).toEqual([
      ['token', 'good', 'POSTHOUSE_TOKENS'],
    ]);
  });

  it('tells of accounts, and of a machine that is trusted besides them', () => {
    expect(words({ guarded: true, accounts: true })).toEqual([
      ['trusted', 'waits', 'POSTHOUSE_TRUST_LOOPBACK'],
      ['accounts', 'good', null],
    ]);
  });

  it('says by name what role it does not know in words, and which setting opens the hub itself', () => {
    const main = door({ name: 'main', app: 'hub', transport: 'http', open: ['10.0.0.0/8'], open_role: 'x' });
    expect(words({ loopback_is_local: false }, [main])).toEqual([
      ['role.other', 'waits', 'POSTHOUSE_MAIN_OPEN'],
    ]);
  });
});
