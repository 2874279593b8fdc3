import { describe, expect, it } from 'vitest';
import type { Client, ConnectOptions, Status } from './index.ts';
import { connected } from './testing/connected.ts';

function setUp(options: Partial<ConnectOptions> = {}) {
  const parts = connected({ random: () => 0.5, ...options });
  const seen: Status[] = [];
  parts.client.onStatus((status) => seen.push(status));
  return { ...parts, seen };
}

/** Behind whatever the socket has put off until the next turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
}

function reaches(client: Client, is: Status['is']): Promise<Status> {
  if (client.status.is === is) return Promise.resolve(client.status);
  return new Promise((resolve) => {
    const stop = client.onStatus((status) => {
      if (status.is !== is) return;
      stop();
      resolve(status);
    });
  });
}

describe('connecting', () => {
  it('asks for the sub-protocol, says hello with the token and opens at the welcome', async () => {
    const { hub, client } = setUp({ token: 'secret', client: 'test/1' });
    const connection = await hub.welcomed(0);
    expect(connection.protocols).toEqual(['posthouse.1']);
    expect(connection.received[0]).toMatchObject({
      type: 'hello',
      timestamp: expect.stringMatching(/Z$/) as string,
      data: { client: 'test/1', version: 1, token: 'secret' },
    });
    expect(client.status).toEqual({ is: 'open', session: 's0' });
    expect(client.welcome?.epoch).toBe('e');
  });

  it('sends nothing before the welcome', async () => {
    const { hub, client } = setUp();
    client.publish({ name: 'shared', key: 'k' }, 1);
    client.subscribe({ name: 'shared', key: 'k' }, { message() {} });
    const connection = await hub.connection(0);
    connection.open();
    expect(connection.received.filter(({ type }) => type !== 'hello')).toEqual([]);
  });

  it('ignores what it cannot read', async () => {
    const { hub, client } = setUp();
    const connection = await hub.welcomed(0);
    for (const text of ['{', '1', 'null', '{"no":"type"}', '{"type":"of a later version","data":{}}']) {
      connection.sayText(text);
    }
    expect(client.status.is).toBe('open');
  });
});

it('gives up at an address where another server welcomes it', async () => {
  const { hub, client } = setUp();
  const connection = await hub.connection(0);
  connection.open();
  connection.sayText('{"type":"welcome","message":"欢迎连接到打印服务"}');
  expect(client.status).toMatchObject({ is: 'closed', code: 1002 });
  expect(connection.closedWith).toBe(1000);
});

describe('coming back', () => {
  it('waits with full jitter, longer after each failure', async () => {
    const { hub, timers, client, seen } = setUp();
    (await hub.welcomed(0)).end(1006);
    expect(await reaches(client, 'waiting')).toEqual({ is: 'waiting', wait: 250, failures: 1 });
    timers.advance(250);
    (await hub.connection(1)).end(1006);
    expect(await reaches(client, 'waiting')).toEqual({ is: 'waiting', wait: 500, failures: 2 });
    timers.advance(499);
    expect(hub.connections).toHaveLength(2);
    timers.advance(1);
    await hub.welcomed(2);
    expect(seen.map(({ is }) => is)).toEqual([
      'open',
      'connecting',
      'waiting',
      'connecting',
      'waiting',
      'connecting',
      'open',
    ]);
  });

  it('begins anew after a connection that lasted', async () => {
    const { hub, timers, client } = setUp();
    (await hub.connection(0)).end(1006);
    await reaches(client, 'waiting');
    timers.advance(1_000);
    const lasting = await hub.welcomed(1);
    timers.advance(5_000);
    lasting.end(1006);
    expect(await reaches(client, 'waiting')).toMatchObject({ failures: 1 });
  });

  it('takes a hub that throws it out at once for a failing one', async () => {
    const { hub, timers, client } = setUp();
    (await hub.welcomed(0)).end(1011);
    await reaches(client, 'waiting');
    timers.advance(1_000);
    (await hub.welcomed(1)).end(1011);
    expect(await reaches(client, 'waiting')).toMatchObject({ failures: 2 });
  });

  it('obeys the hint of the hub exactly, and once', async () => {
    const { hub, timers, client } = setUp();
    const connection = await hub.welcomed(0);
    connection.say({ type: 'reconnect', data: { after: 7_000 } });
    connection.end(1012);
    expect(await reaches(client, 'waiting')).toMatchObject({ wait: 7_000 });
    timers.advance(7_000);
    (await hub.connection(1)).end(1006);
    expect(await reaches(client, 'waiting')).toMatchObject({ wait: 500 });
  });

  it.each([4401, 4403, 4406])('stays away after %i', async (code) => {
    const { hub, client, timers } = setUp({ token: 'wrong' });
    const connection = await hub.connection(0);
    connection.open();
    connection.end(code, 'why');
    expect(client.status).toEqual({ is: 'closed', code, reason: 'why' });
    timers.advance(600_000);
    expect(hub.connections).toHaveLength(1);
  });

  it('comes back after 4401 when its token can be renewed, and asks for it each time', async () => {
    const tokens = ['old', 'new'];
    const { hub, client, timers } = setUp({ token: async () => tokens.shift() });
    const first = await hub.welcomed(0);
    first.end(4401);
    await reaches(client, 'waiting');
    timers.advance(1_000);
    const second = await hub.welcomed(1);
    expect([first, second].map((connection) => connection.all('hello')[0]?.data.token)).toEqual([
      'old',
      'new',
    ]);
  });

  it('waits when no token can be had', async () => {
    const { hub, client } = setUp({ token: () => Promise.reject(new Error('no keychain')) });
    (await hub.connection(0)).open();
    expect(await reaches(client, 'waiting')).toMatchObject({ failures: 1 });
  });

  it('ends a wait when it is closed', async () => {
    const { hub, client, seen } = setUp();
    (await hub.connection(0)).end(1006);
    await reaches(client, 'waiting');
    client.close();
    expect(client.status).toEqual({ is: 'closed', code: 1000, reason: '' });
    await Promise.resolve();
    expect(seen.at(-1)?.is).toBe('closed');
    expect(hub.connections).toHaveLength(1);
  });
});

describe('the order of events', () => {
  it('has the welcome filed before anybody hears that it is open, and says what is asked for then last', async () => {
    const { hub, client } = setUp();
    const old = { name: 'shared', key: 'old' };
    const late = { name: 'shared', key: 'late' };
    const epochs: unknown[] = [];
    client.subscribe(old, { message() {} });
    client.onStatus(({ is }) => {
      if (is !== 'open') return;
      epochs.push(client.welcome?.epoch);
      client.subscribe(late, { message() {} });
    });
    const connection = await hub.welcomed(0);
    expect(epochs).toEqual(['e']);
    expect(connection.all('subscribe').map(({ room }) => room.key)).toEqual(['old', 'late']);
  });

  it('has what was lost settled when a watcher closes it', async () => {
    const { hub, client } = setUp();
    const connection = await hub.welcomed(0);
    const asked = client.request('whoami');
    client.onStatus(() => {
      client.close();
    });
    connection.end(1006);
    await expect(asked).rejects.toMatchObject({ code: 'NATIVE_DISCONNECTED' });
    expect(client.status.is).toBe('closed');
  });

  it('ends with closed for every watcher when one of them closes it', async () => {
    const { hub, client, seen } = setUp();
    const connection = await hub.welcomed(0);
    client.onStatus(() => client.close());
    const later: string[] = [];
    client.onStatus(({ is }) => later.push(is));
    connection.end(1006);
    expect(seen.at(-1)?.is).toBe('closed');
    expect(later).toEqual(['closed']);
  });

  it.each(['opened', 'withdrawn', 'waiting'] as const)('may be closed in a callback: %s', async (when) => {
    const { hub, timers, client, seen } = setUp();
    const connection = await hub.connection(0);
    const mailbox = { box: 'b', key: 'k' };
    if (when === 'withdrawn') {
      client.hold(mailbox, ({ withdrawn }) => {
        withdrawn.addEventListener('abort', () => client.close());
        return new Promise(() => {});
      });
    } else {
      client.onStatus(({ is }) => void (is === (when === 'opened' ? 'open' : when) && client.close()));
    }
    await hub.welcomed(0);
    if (when === 'withdrawn') {
      connection.say({ type: 'item', data: { item: 'e.1', ...mailbox, seq: 1, tries: 0, body: null } });
    }
    connection.end(1006);
    expect((await reaches(client, 'closed')).is).toBe('closed');
    await settled();
    expect(seen.at(-1)?.is).toBe('closed');
    expect(hub.connections).toHaveLength(1);
    expect(timers.pending).toBe(0);
  });
});

describe('a client that is closed', () => {
  it('leaves no timer', async () => {
    const { hub, timers, client } = setUp();
    await hub.welcomed(0);
    client.request('whoami').catch(() => {});
    for (let n = 0; n < 400; n++) client.publish({ name: 'shared', key: 'k' }, n);
    expect(timers.pending).toBeGreaterThan(2);
    client.close();
    expect(timers.pending).toBe(0);
  });

  it('stays closed when its token could not be had after all', async () => {
    const token = Promise.withResolvers<string>();
    const { hub, client } = setUp({ token: () => token.promise });
    (await hub.connection(0)).open();
    client.close();
    token.reject(new Error('no keychain'));
    await settled();
    expect(client.status.is).toBe('closed');
    expect(hub.connections).toHaveLength(1);
  });

  it('says no hello any more', async () => {
    const token = Promise.withResolvers<string>();
    const { hub, client } = setUp({ token: () => token.promise });
    const connection = await hub.connection(0);
    connection.open();
    client.close();
    token.resolve('late');
    await settled();
    expect(connection.received).toEqual([]);
  });

  it('rejects what waited when the hub turned it away', async () => {
    const { hub, client } = setUp({ token: 'wrong' });
    const waiting = client.request('whoami');
    const connection = await hub.connection(0);
    connection.open();
    connection.end(4401, 'why');
    await expect(waiting).rejects.toMatchObject({ code: 'NATIVE_CLOSED' });
  });
});

it('says one hello on each connection, however late its token comes', async () => {
  const tokens = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let asked = 0;
  const { hub, timers, client } = setUp({ token: () => tokens[asked++]!.promise });
  const first = await hub.connection(0);
  first.open();
  first.end(1006);
  await reaches(client, 'waiting');
  timers.advance(1_000);
  const second = await hub.connection(1);
  second.open();
  tokens[0]!.resolve('old');
  tokens[1]!.resolve('new');
  await settled();
  expect(second.all('hello').map(({ data }) => data.token)).toEqual(['new']);
});

describe('a hub that is about to go', () => {
  const room = { name: 'shared', key: 'k' };

  it('is told nothing more: it waits for the next connection', async () => {
    const { hub, timers, client } = setUp();
    const first = await hub.welcomed(0);
    first.say({ type: 'reconnect', data: { after: 7_000 } });
    client.publish(room, 1);
    first.end(1012);
    await reaches(client, 'waiting');
    timers.advance(7_000);
    const second = await hub.welcomed(1);
    expect(first.all('publish')).toEqual([]);
    expect(second.all('publish')).toHaveLength(1);
  });

  it('is told nothing more once its socket closes', async () => {
    const { hub, timers, client } = setUp();
    const first = await hub.welcomed(0);
    first.closing();
    client.publish(room, 1);
    first.end(1012);
    await reaches(client, 'waiting');
    timers.advance(1_000);
    const second = await hub.welcomed(1);
    expect(first.all('publish')).toEqual([]);
    expect(second.all('publish')).toHaveLength(1);
  });
});

describe('a link that died without a close', () => {
  it('is asked after a silence and left when it does not answer', async () => {
    const { hub, timers, client } = setUp({ quiet: 20_000, patience: 5_000 });
    const connection = await hub.welcomed(0);
    timers.advance(20_000);
    expect(connection.all('ping')).toHaveLength(1);
    timers.advance(4_999);
    expect(client.status.is).toBe('open');
    timers.advance(1);
    expect(connection.closedWith).toBe(4408);
    await reaches(client, 'waiting');
  });

  it('is kept while the hub says anything at all', async () => {
    const { hub, timers, client } = setUp({ quiet: 20_000, patience: 5_000 });
    const connection = await hub.welcomed(0);
    timers.advance(15_000);
    connection.say({ type: 'message', room: { name: 'r', key: 'k' }, data: 1 });
    timers.advance(19_000);
    expect(connection.all('ping')).toHaveLength(0);
    timers.advance(1_000);
    expect(connection.all('ping')).toHaveLength(1);
    connection.say({ type: 'pong', data: {} });
    timers.advance(20_000);
    expect(client.status.is).toBe('open');
    expect(connection.all('ping')).toHaveLength(2);
  });
});
