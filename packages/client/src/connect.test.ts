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
