import { defaultLimits, type Kernel, type Principal } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { expect, it } from 'vitest';
import { VariantDoors } from './doors.ts';

const PAGE: Principal = { id: 'page', roles: ['station'], anonymous: false };

it('opens so many streams for one address, and another one once a reader has gone', async () => {
  const doors = new VariantDoors({
    port: 0,
    host: '127.0.0.1',
    origins: [],
    open: [],
    ssePort: 8088,
    wsPort: 0,
    silence: 1_000,
    expiry: 1_000,
    webhooks: [],
    webhookSecret: '',
    timezone: 'UTC',
  });
  const route = doors.routes.find(({ path }) => path === '/sse')!;
  const kernel = { clock: createFakeClock(), auth: { may: async () => true } } as unknown as Kernel;
  const listen = async () =>
    (await route.handle({ kernel, address: '10.0.0.7', again: async () => PAGE } as never)) as {
      body: ReadableStream;
    };

  const first = await listen();
  for (let n = 1; n < defaultLimits.perAddress; n++) await listen();
  const full = { refuse: 'KERNEL_TOO_MANY_FROM_ADDRESS' };
  expect(await listen()).toEqual(full);
  await first.body.cancel();
  expect(await listen()).not.toEqual(full);
  expect(await listen()).toEqual(full);
});
