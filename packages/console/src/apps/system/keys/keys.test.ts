import { expect, it } from 'vitest';
import type { ApiKey, Machine } from '../answers.ts';
import { keyState, machineState, newKeyBody, scopesOf } from './keys.ts';

const NOW = Date.parse('2025-07-14T10:00:00Z');
const key = { revoked_at: null, expires_at: null } as ApiKey;
const machine = { state: 'waiting', claim_expires_at: '2025-07-14T10:15:00Z' } as Machine;

it('tells what has become of a key', () => {
  expect(keyState(key, NOW)).toBe('active');
  expect(keyState({ ...key, expires_at: '2025-07-14T09:00:00Z' }, NOW)).toBe('expired');
  expect(keyState({ ...key, revoked_at: '2025-07-14T09:00:00Z' }, NOW)).toBe('revoked');
});

it('tells whether the code of a machine can still be used', () => {
  expect(machineState(machine, NOW)).toBe('waiting');
  expect(machineState(machine, NOW + 900_000)).toBe('lapsed');
  expect(machineState({ ...machine, state: 'claimed' }, NOW + 900_000)).toBe('claimed');
});

it('offers areas and permissions that the maker has, and no others', () => {
  const permissions = ['print.job.read', 'print.order.read', 'access.key.read'].map((name) => ({
    name,
    text: name.toUpperCase(),
    roles: [],
  }));
  const may = (held: readonly string[]) => (permission: string) => held.includes(permission);
  expect(
    scopesOf(permissions, may(['print.job.read', 'print.order.read'])).map(({ scope }) => scope),
  ).toEqual(['print.*', 'print.job.read', 'print.order.read']);
  expect(scopesOf(permissions, may(['print.job.read']))).toEqual([
    { scope: 'print.job.read', text: 'PRINT.JOB.READ' },
  ]);
});

it('asks for a key that ends, or for one that does not', () => {
  expect(newKeyBody(' till ', ['print.*'], 30)).toEqual({
    name: 'till',
    scopes: ['print.*'],
    expires_in: 2_592_000,
  });
  expect(newKeyBody('till', ['print.*'], 0)).toEqual({ name: 'till', scopes: ['print.*'] });
});
