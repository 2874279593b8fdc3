import type { Op } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import { systemClock } from '../system/clock.ts';
import { startHub } from '../testing/start-hub.ts';
import { Caller } from './testing/caller.ts';

const OWNER = 'the-owner-of-this-test';
const DAY = 86_400_000;

/** What the keeper calls. */
const prune: Op<{ table: string; limit: number }, number> = {
  name: 'kernel.prune',
  run: () => Promise.reject(new Error('known to the store by its name')),
};

it('forgets keys and machines a month after they were over, and never what is in use', async () => {
  const system = systemClock();
  let ahead = 0;
  const clock = { ...system, now: () => system.now() + ahead };
  await using test = await startHub(
    { POSTHOUSE_TOKENS: `chief:owner:${OWNER}`, POSTHOUSE_PRINT_VIRTUAL: 'false' },
    { clock },
  );
  const anybody = new Caller(test.url);
  const owner = anybody.bearing(OWNER);
  const forgotten = async () => [
    await test.hub.kernel.store.write(prune, { table: 'access_key', limit: 100 }),
    await test.hub.kernel.store.write(prune, { table: 'access_machine', limit: 100 }),
  ];
  const names = async (path: string) =>
    ((await owner.get(path)).body.items as { name: string }[]).map(({ name }) => name).sort();
  const key = async (name: string, more: object = {}) =>
    (await owner.post('/api/auth/keys', { name, scopes: ['hub.status.read'], ...more })).body;
  const machine = async (name: string) =>
    (await owner.post('/api/auth/machines', { name, kind: 'station' })).body;

  await key('for ever');
  await key('for a year', { expires_in: 31_536_000 });
  await key('for an hour', { expires_in: 3_600 });
  await owner.delete(`/api/auth/keys/${(await key('taken back')).id}`);
  const claimed = await machine('claimed');
  await anybody.post('/api/auth/claim', { code: claimed.claim_code });
  // A code that lapses takes nothing from a machine that has its token.
  await owner.post(`/api/auth/machines/${claimed.id}/code`);
  await machine('never claimed');
  await owner.delete(`/api/auth/machines/${(await machine('taken back')).id}`);

  ahead = 29 * DAY;
  expect(await forgotten()).toEqual([0, 0]);
  ahead = 31 * DAY;
  expect(await forgotten()).toEqual([2, 2]);
  expect(await names('/api/auth/keys')).toEqual(['for a year', 'for ever']);
  expect(await names('/api/auth/machines')).toEqual(['claimed']);
});

it('keeps a key that is over for as long as one that was made with it', async () => {
  const system = systemClock();
  let ahead = 0;
  const clock = { ...system, now: () => system.now() + ahead };
  await using test = await startHub(
    { POSTHOUSE_TOKENS: `chief:owner:${OWNER}`, POSTHOUSE_PRINT_VIRTUAL: 'false' },
    { clock },
  );
  const owner = new Caller(test.url).bearing(OWNER);
  const make = async (maker: Caller, more: object = {}) =>
    (await maker.post('/api/auth/keys', { name: 'key', scopes: ['access.key.write'], ...more })).body;
  const forgotten = () => test.hub.kernel.store.write(prune, { table: 'access_key', limit: 100 });

  const first = await make(owner);
  const second = await make(owner.bearing(first.secret), { expires_in: 3_600 });
  const third = await make(owner.bearing(second.secret));
  await owner.delete(`/api/auth/keys/${first.id}`);
  ahead = 31 * DAY;
  expect(await forgotten()).toBe(0);
  await owner.delete(`/api/auth/keys/${third.id}`);
  ahead = 62 * DAY;
  expect([await forgotten(), await forgotten(), await forgotten(), await forgotten()]).toEqual([1, 1, 1, 0]);
});
