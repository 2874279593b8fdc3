import { connect, type Client } from '@posthouse/client';
import { defaultLimits } from '@posthouse/kernel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Heard } from './testing/heard.ts';
import { startRig, type Rig } from './testing/rig.ts';

/** More than a connection may say at once. */
const ROOMS = 2 * defaultLimits.messages + 50;
const QUEUED = 128;
const NEVER = 3_600_000;

let rig: Rig;
let client: Client;

beforeEach(async () => {
  rig = await startRig({ limits: { joins: 2 * ROOMS } });
});

afterEach(async () => {
  client.close();
  await rig.stop();
});

it('says all it has to say to a real hub after a reconnection, and none of it is refused for haste', async () => {
  const errors: string[] = [];
  client = connect({
    url: rig.url,
    token: 'agent',
    backoff: { base: 20, cap: 100 },
    repeat: NEVER,
    onError: ({ code }) => errors.push(code),
  });
  const joined = new Heard<string>();
  const chat = { name: 'yard.chat', key: 'k0' };
  const said = new Heard<unknown>();
  for (let n = 0; n < ROOMS; n++) {
    const key = `k${n}`;
    client.subscribe(
      { ...chat, key },
      { message: (data) => void (key === chat.key && said.add(data)), subscribed: () => joined.add(key) },
    );
  }
  await joined.count(ROOMS);

  const { port } = rig;
  const gone = new Promise<void>((resolve) => {
    client.onStatus(({ is }) => void (is !== 'open' && resolve()));
  });
  await rig.stop();
  await gone;
  const asked = Array.from({ length: QUEUED }, () => client.request('whoami', undefined, { timeout: NEVER }));
  for (let n = 0; n < QUEUED; n++) client.publish(chat, n);
  rig = await startRig({ port, limits: { joins: 2 * ROOMS } });

  await joined.count(2 * ROOMS);
  for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ id: 'agent' });
  await said.count(QUEUED);
  expect(said.all).toEqual(Array.from({ length: QUEUED }, (_, n) => n));
  expect(rig.peers.counters.refusals.get('KERNEL_TOO_FAST') ?? 0).toBe(0);
  expect(errors).toEqual([]);
});
