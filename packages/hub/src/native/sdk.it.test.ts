import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Client, type ConnectOptions, type Job, type Status } from '@posthouse/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Heard } from './testing/heard.ts';
import { startRig, type Rig } from './testing/rig.ts';
import { announce, post } from './testing/yard.ts';

const key = 'yard/1';
const mailbox = { box: 'yard.box', key };
const room = { name: 'yard.notices', key };
/** What must be said again is said at the reconnection, not by the clock. */
const NEVER = 3_600_000;

let folder: string;
let rig: Rig;
const clients: Client[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-sdk-'));
  rig = await startRig({ file: join(folder, 'core.db') });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await rig.stop();
  await rm(folder, { recursive: true });
});

function enter(options: Partial<ConnectOptions> = {}): Client {
  const client = connect({
    url: rig.url,
    token: 'agent',
    backoff: { base: 20, cap: 100 },
    repeat: NEVER,
    ...options,
  });
  clients.push(client);
  return client;
}

/** The hub goes without a word and comes back on the same data, at the same place. */
async function restart(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  const { port } = rig;
  await rig.stop();
  await meanwhile();
  rig = await startRig({ file: join(folder, 'core.db'), port });
}

function reaches(client: Client, is: Status['is']): Promise<Status> {
  return new Promise((resolve) => {
    const look = (status: Status) => {
      if (status.is !== is) return;
      stop();
      resolve(status);
    };
    const stop = client.onStatus(look);
    look(client.status);
  });
}

describe('the SDK on a real hub', () => {
  it('hears every durable message once and in order, over restarts of the hub', async () => {
    const client = enter();
    const heard = new Heard<unknown>();
    const recovered = new Heard<boolean>();
    const subscription = client.subscribe(room, { message: heard.add, subscribed: recovered.add });
    await recovered.count(1);
    let told = 0;
    const tell = async (count: number) => {
      for (let n = 0; n < count; n++) await rig.kernel.store.write(announce, { key, text: `m${++told}` });
    };
    for (let round = 1; round <= 3; round++) {
      await tell(5);
      await heard.count(told);
      await restart();
      // Told before the client is back: only the log has it.
      await tell(5);
      await recovered.count(round + 1);
      await heard.count(told);
    }
    expect(heard.all).toEqual(Array.from({ length: told }, (_, n) => `m${n + 1}`));
    expect(recovered.all.slice(1)).toEqual([true, true, true]);
    expect(subscription.pos).toEqual({ epoch: rig.kernel.store.epoch, seq: told });
  });

  it('is told of the gap in a log that lived in memory', async () => {
    const client = enter();
    const chat = { name: 'yard.chat', key };
    const heard = new Heard<unknown>();
    const gaps = new Heard<unknown>();
    client.subscribe(chat, { message: heard.add, gap: ({ reason }) => gaps.add(reason) });
    await reaches(client, 'open');
    client.publish(chat, 'one');
    await heard.count(1);
    await restart();
    await gaps.count(1);
    client.publish(chat, 'two');
    await heard.count(2);
    expect([heard.all, gaps.all]).toEqual([['one', 'two'], ['epoch']]);
  });

  it('does the items of a mailbox in order, each once', async () => {
    const client = enter();
    const done = new Heard<string>();
    client.hold<{ text: string }>(mailbox, async (job) => {
      if (!(await job.start())) return;
      await job.over('done', { printed: job.body.text });
      done.add(job.body.text);
    });
    for (const ref of ['a', 'b', 'c', 'd', 'e']) {
      await rig.kernel.store.write(post, { key, ref, lost: 'ask' });
    }
    await done.count(5);
    expect(done.all).toEqual(['a', 'b', 'c', 'd', 'e'].map((ref) => `text of ${ref}`));
  });

  it('brings the report of what it began before the hub was killed, when it remembers (K4)', async () => {
    const client = enter();
    const begun = new Heard<Job>();
    const facts = new Heard<{ ref: string; what: string }>();
    client.subscribe<{ ref: string; what: string }>({ name: 'yard.facts', key }, { message: facts.add });
    const paper = Promise.withResolvers<void>();
    client.hold({ ...mailbox, remembers: 'journal-1' }, async (job) => {
      if (!(await job.start())) return;
      begun.add(job);
      await paper.promise;
      await job.over('done');
    });
    await rig.kernel.store.write(post, { key, ref: 'a', lost: 'ask' });
    await begun.count(1);
    await restart(async () => paper.resolve());
    await facts.until((all) => all.some(({ what }) => what === 'done'));
    expect(facts.all.map(({ what }) => what)).toEqual(['started', 'done']);
    expect(begun.all).toHaveLength(1);
  });

  it('brings it as late truth when it does not remember (K5)', async () => {
    const client = enter();
    const facts = new Heard<{ what: string; report?: unknown }>();
    client.subscribe<{ what: string }>({ name: 'yard.facts', key }, { message: facts.add });
    const paper = Promise.withResolvers<void>();
    const begun = new Heard<Job>();
    client.hold(mailbox, async (job) => {
      if (!(await job.start())) return;
      begun.add(job);
      await paper.promise;
      await job.over('done', 'it did print');
    });
    await rig.kernel.store.write(post, { key, ref: 'a', lost: 'ask' });
    await begun.count(1);
    await restart(async () => paper.resolve());
    await facts.count(3);
    expect(facts.all).toEqual([
      { ref: 'a', what: 'started' },
      { ref: 'a', what: 'unknown' },
      { ref: 'a', what: 'evidence', report: { how: 'done', report: 'it did print' } },
    ]);
    expect(begun.all).toHaveLength(1);
  });

  it('asks and is answered, also when it asked before there was a connection', async () => {
    const client = enter({ token: async () => 'guest' });
    expect(await client.request('whoami')).toEqual({ id: 'guest', roles: ['guest'], anonymous: false });
    await expect(client.request('nothing')).rejects.toMatchObject({ code: 'NATIVE_NO_METHOD' });
  });

  it('is told why it may not, and that its token is wrong', async () => {
    const guest = enter({ token: 'guest' });
    const refused = new Heard<string>();
    guest.hold(mailbox, () => {}, { refused: ({ code }) => refused.add(code) });
    guest.subscribe({ name: 'yard.secret', key }, { message() {}, refused: ({ code }) => refused.add(code) });
    await refused.count(2);
    expect(refused.all.toSorted()).toEqual(['KERNEL_FORBIDDEN', 'NATIVE_FORBIDDEN']);
    const stranger = enter({ token: 'wrong' });
    expect(await reaches(stranger, 'closed')).toEqual({
      is: 'closed',
      code: 4401,
      reason: 'HUB_UNAUTHORIZED',
    });
  });

  it('comes back when a drain told it to', async () => {
    const client = enter();
    await reaches(client, 'open');
    const waiting = reaches(client, 'waiting');
    await rig.peers.drain(200);
    expect(await waiting).toMatchObject({ wait: 100 });
    await restart();
    await reaches(client, 'open');
  });

  it('takes over a mailbox when its holder leaves', async () => {
    const [first, second] = [enter(), enter({ repeat: 20 })];
    const told = new Heard<string>();
    await new Promise<void>((resolve) => {
      first.hold(mailbox, () => {}, { held: () => resolve() });
    });
    second.hold(mailbox, () => {}, { held: () => told.add('held'), conflict: () => told.add('conflict') });
    await told.until((all) => all.includes('conflict'));
    first.close();
    await told.until((all) => all.includes('held'));
    expect(told.all.at(-1)).toBe('held');
  });
});
