import { describe, expect, it } from 'vitest';
import { connected } from './testing/connected.ts';

const room = { name: 'shared', key: 'demo' };
const mailbox = { box: 'yard.box', key: 'yard/1' };

describe('a client', () => {
  it('says on every connection: rooms, then mailboxes, then reports, then what waited', async () => {
    const { hub, client } = connected();
    client.publish(room, 'waited');
    client.hold(mailbox, async (job) => {
      await job.evidence('half');
    });
    client.subscribe(room, { message() {} });
    const first = await hub.welcomed(0);
    expect(first.received.map(({ type }) => type)).toEqual(['hello', 'subscribe', 'hold', 'publish']);
    const item = { item: 'e.1', ...mailbox, seq: 1, tries: 0, body: null };
    first.say({ type: 'held', data: { ...mailbox, lease: 1 } });
    first.say({ type: 'item', data: item });
    expect(first.all('evidence')).toHaveLength(1);
    first.end(1006);
    const second = await hub.welcomed(1);
    expect(second.received.map(({ type }) => type)).toEqual(['hello', 'subscribe', 'hold', 'evidence']);
  });

  it('says how an item of an earlier life ended, until it is recorded', async () => {
    const { hub, client } = connected();
    const recorded = client.report('e.7', 'done', { evidence: 'printed' });
    const first = await hub.welcomed(0);
    const [said] = first.all('over');
    expect(said?.data).toEqual({ item: 'e.7', how: 'done', report: { evidence: 'printed' } });
    first.end(1006);
    const second = await hub.welcomed(1);
    expect(second.all('over')).toMatchObject([{ id: said?.id, data: said?.data }]);
    second.say({ type: 'recorded', ...(said?.id !== undefined && { id: said.id }), data: { item: 'e.7' } });
    await recorded;
  });

  it('withdraws with the connection what was not begun', async () => {
    const { hub, client } = connected();
    const begun = Promise.withResolvers<boolean>();
    client.hold(mailbox, async (job) => begun.resolve(await job.start()));
    const connection = await hub.welcomed(0);
    connection.say({ type: 'item', data: { item: 'e.1', ...mailbox, seq: 1, tries: 0, body: null } });
    expect(connection.all('start')).toHaveLength(1);
    connection.end(1006);
    expect(await begun.promise).toBe(false);
  });

  it('takes an offer for void when the hub could not start it', async () => {
    const { hub, client } = connected();
    const begun = Promise.withResolvers<boolean>();
    client.hold(mailbox, async (job) => begun.resolve(await job.start()));
    const connection = await hub.welcomed(0);
    connection.say({ type: 'item', data: { item: 'e.1', ...mailbox, seq: 1, tries: 0, body: null } });
    connection.say({
      type: 'error',
      data: { code: 'KERNEL_STORE_UNAVAILABLE', message: '', about: { type: 'start', item: 'e.1' } },
    });
    expect(await begun.promise).toBe(false);
    expect(connection.all('over')).toEqual([]);
  });

  it('says again each round what nobody has answered', async () => {
    const { hub, timers, client } = connected({ repeat: 10_000, quiet: 3_600_000 });
    client.subscribe(room, { message() {} });
    client.hold(mailbox, (job) => void job.taken('journal'));
    const connection = await hub.welcomed(0);
    connection.say({ type: 'item', data: { item: 'e.1', ...mailbox, seq: 1, tries: 0, body: null } });
    timers.advance(20_000);
    expect(connection.all('subscribe')).toHaveLength(2);
    expect(connection.all('hold')).toHaveLength(3);
    expect(connection.all('taken')).toHaveLength(2);
  });

  it('hands on refusals that are about none of its wishes', async () => {
    const errors: string[] = [];
    const { hub, client } = connected({ onError: ({ code }) => errors.push(code) });
    client.publish(room, 1);
    const connection = await hub.welcomed(0);
    const about = { type: 'publish', room };
    connection.say({ type: 'error', data: { code: 'NATIVE_FORBIDDEN', message: '没有权限', about } });
    connection.say({ type: 'error', data: { code: 'KERNEL_TOO_FAST', message: '' } });
    expect(errors).toEqual(['NATIVE_FORBIDDEN', 'KERNEL_TOO_FAST']);
  });

  it('bounds what waits for a connection', () => {
    const { client } = connected({ maxEnqueuedMessages: 2 });
    client.publish(room, 1);
    client.publish(room, 2);
    expect(() => client.publish(room, 3)).toThrow(expect.objectContaining({ code: 'NATIVE_QUEUE_FULL' }));
  });

  it('does not send what the hub cannot read, and says so to whoever said it', async () => {
    const errors: string[] = [];
    const { hub, timers, client } = connected({ onError: ({ code }) => errors.push(code), quiet: 3_600_000 });
    // In bytes, not in characters: 3 of UTF-8 each.
    const large = '大'.repeat(400_000);
    const tooLarge = { code: 'NATIVE_TOO_LARGE', detail: { limit: 1_000_000 } };
    client.publish(room, large);
    const waiting = [client.request('echo', large), client.report('e.7', 'done', large)];
    client.publish(room, 'small');
    const connection = await hub.welcomed(0);
    for (const said of waiting) await expect(said).rejects.toMatchObject(tooLarge);
    expect(errors).toEqual(['NATIVE_TOO_LARGE']);
    expect(connection.received.map(({ type }) => type)).toEqual(['hello', 'publish']);

    expect(() => client.publish(room, large)).toThrow(expect.objectContaining(tooLarge));
    await expect(client.request('echo', large)).rejects.toMatchObject(tooLarge);
    await expect(client.report('e.8', 'done', large)).rejects.toMatchObject(tooLarge);
    timers.advance(30_000);
    expect(connection.received.map(({ type }) => type)).toEqual(['hello', 'publish']);
  });

  it('ends an item whose report was too large as unknown, unless its handler says less', async () => {
    const { hub, client } = connected();
    const large = 'x'.repeat(1_000_000);
    client.hold(mailbox, async (job) => {
      await job.start();
      await job.over('done', large).catch((error: unknown) => {
        if (job.seq === 1) throw error;
        void job.over('done', 'shorter');
      });
    });
    const connection = await hub.welcomed(0);
    for (const seq of [1, 2]) {
      const item = `e.${seq}`;
      connection.say({ type: 'item', data: { item, ...mailbox, seq, tries: 0, body: null } });
      connection.say({ type: 'go', data: { item } });
    }
    while (connection.all('over').length < 2) await Promise.resolve();
    expect(connection.all('over').map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { item: 'e.1', how: 'unknown', report: { error: expect.stringContaining('larger') as string } },
        { item: 'e.2', how: 'done', report: 'shorter' },
      ]),
    );
  });

  it('says what it has to say in order and no faster than the hub takes it', async () => {
    const { hub, timers, client } = connected({ maxEnqueuedMessages: 1_000 });
    for (let n = 0; n < 300; n++) client.subscribe({ name: 'shared', key: `k${n}` }, { message() {} });
    for (let n = 0; n < 300; n++) client.publish(room, n);
    const connection = await hub.welcomed(0);
    const said = () => connection.received.filter(({ type }) => type !== 'hello' && type !== 'ping');
    expect(said().length).toBeLessThan(200);
    for (let passed = 0; passed < 5; passed++) {
      connection.answerPings();
      timers.advance(1_000);
    }
    connection.answerPings();
    timers.advance(1_000);
    expect(connection.all('subscribe').map((word) => word.room.key)).toEqual(
      Array.from({ length: 300 }, (_, n) => `k${n}`),
    );
    expect(connection.all('publish').map(({ data }) => data)).toEqual(
      Array.from({ length: 300 }, (_, n) => n),
    );
    expect(said().findIndex(({ type }) => type === 'publish')).toBe(300);
  });

  it('keeps what waits for its turn over a break, and says each once', async () => {
    const { hub, timers, client } = connected();
    const first = await hub.welcomed(0);
    for (let n = 0; n < 400; n++) client.publish(room, n);
    first.end(1006);
    const second = await hub.welcomed(1);
    for (let passed = 0; passed < 5; passed++) {
      second.answerPings();
      timers.advance(1_000);
    }
    const said = [...first.all('publish'), ...second.all('publish')].map(({ data }) => data);
    expect(second.all('publish').length).toBeGreaterThan(0);
    expect(said).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  it('repeats no wish while it has not said all of them once', async () => {
    const { hub, timers, client } = connected({ repeat: 10_000, quiet: 3_600_000 });
    const rooms = 4_000;
    for (let n = 0; n < rooms; n++) client.subscribe({ name: 'shared', key: `k${n}` }, { message() {} });
    const connection = await hub.welcomed(0);
    for (let passed = 0; passed < 350; passed++) {
      connection.answerPings();
      timers.advance(100);
    }
    const keys = connection.all('subscribe').map((word) => word.room.key);
    expect(keys).toHaveLength(rooms);
    expect(new Set(keys).size).toBe(rooms);
  });

  it('tells what was never sent when it is closed', async () => {
    const errors: string[] = [];
    const { client } = connected({ onError: ({ code }) => errors.push(code) });
    client.publish(room, 1);
    const asked = client.request('whoami');
    client.close();
    await expect(asked).rejects.toMatchObject({ code: 'NATIVE_CLOSED' });
    await expect(client.request('whoami')).rejects.toMatchObject({ code: 'NATIVE_CLOSED' });
    expect(() => client.publish(room, 2)).toThrow(expect.objectContaining({ code: 'NATIVE_CLOSED' }));
    expect(errors).toEqual(['NATIVE_CLOSED']);
  });

  it('rejects reports that nobody can record any more', async () => {
    const { hub, client } = connected();
    await hub.welcomed(0);
    const said = client.report('e.7', 'done');
    client.close();
    await expect(said).rejects.toMatchObject({ code: 'NATIVE_DISCONNECTED' });
    await expect(client.report('e.8', 'done')).rejects.toMatchObject({ code: 'NATIVE_DISCONNECTED' });
  });

  it('brings what was reported while there was no connection, and what was published for an earlier epoch', async () => {
    const { hub, client } = connected();
    const begun = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    client.hold(mailbox, async (job) => {
      await job.start();
      begun.resolve();
      await done.promise;
      await job.over('done');
    });
    const first = await hub.welcomed(0);
    first.say({ type: 'item', data: { item: 'e.1', ...mailbox, seq: 1, tries: 0, body: null } });
    first.say({ type: 'go', data: { item: 'e.1' } });
    await begun.promise;
    first.end(1006);
    done.resolve();
    client.publish(room, 'waited');
    await Promise.resolve();
    const second = await hub.welcomed(1, 'f');
    expect(client.welcome?.epoch).toBe('f');
    expect(second.received.map(({ type }) => type)).toEqual(['hello', 'hold', 'over', 'publish']);
  });

  it('leaves nothing hanging when it is closed', async () => {
    const { hub, client } = connected();
    const asked = client.request('whoami');
    const begun = Promise.withResolvers<boolean>();
    client.hold(mailbox, async (job) => begun.resolve(await job.start()));
    const connection = await hub.welcomed(0);
    connection.say({ type: 'item', data: { item: 'e.1', ...mailbox, seq: 1, tries: 0, body: null } });
    client.close();
    await expect(asked).rejects.toMatchObject({ code: 'NATIVE_DISCONNECTED' });
    expect(await begun.promise).toBe(false);
    expect(connection.closedWith).toBe(1000);
  });
});
