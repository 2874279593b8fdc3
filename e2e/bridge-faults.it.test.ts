import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signature } from '../apps/bridge/webhook/caller.ts';
import { io, type Socket } from 'socket.io-client';
import { describe, expect, it, type TestContext } from 'vitest';
import type { Job } from '@posthouse/bridge/contract';
import { openBridge, soon, type Page } from './bridge-fixture.ts';

async function bridge(test: TestContext, env?: Record<string, string>) {
  const opened = await openBridge(env);
  test.onTestFinished(() => opened.close());
  return opened;
}

/** The known faults of the old server (contract §9), each of which must be right in ours. */
describe.concurrent('bridge faults', () => {
  it('1: what went into a dead line is known to be uncertain, not accepted and gone', async (test) => {
    const b = await bridge(test);
    const a = await b.farPage('A', { reconnection: false });
    a.line.cut();
    expect(await b.print('clientId=A&name=into the dark')).toBe('参数已接收');
    expect(await b.settled('uncertain')).toMatchObject({ clientId: 'A', evidence: null });
    const [job] = await b.jobs();
    const settled = await b.post(`/api/bridge/jobs/${job!.id}/resolve`, { printed: false });
    expect(await settled.json()).toMatchObject({ state: 'failed', evidence: 'person' });
  });

  it('1: a station that reports has the last word: printed, or failed and why', async (test) => {
    const b = await bridge(test);
    const a = await b.station('A');
    await b.print('clientId=A&printData=1');
    await soon(() => expect(a.got).toHaveLength(1));
    await a.report('received', a.got[0]!.job);
    expect((await b.settled('received')).received_at).not.toBeNull();
    expect(await a.report('printed', a.got[0]!.job)).toEqual({ recorded: true });
    expect(await b.settled('completed')).toMatchObject({ evidence: 'reported' });
    await b.print('clientId=A&printData=2');
    await soon(() => expect(a.got).toHaveLength(2));
    await a.report('failed', a.got[1]!.job, '缺纸');
    expect(await b.settled('failed')).toMatchObject({ message: '缺纸' });
  });

  it('1: a station that comes back answers from its journal, and prints nothing twice', async (test) => {
    const b = await bridge(test);
    const first = await b.station('A', 'journal-of-A');
    await b.print('clientId=A&printData=once');
    await soon(() => expect(first.got).toHaveLength(1));
    first.socket.disconnect();
    await soon(async () => expect((await b.status())[0]?.connected).toBe(false));
    const back = await b.station('A', 'journal-of-A');
    await soon(() => expect(back.got).toEqual([{ ...first.got[0], again: true }]));
    await back.report('printed', back.got[0]!.job);
    await b.settled('completed');
  });

  it('1: a station without that journal is not asked to print it again', async (test) => {
    const b = await bridge(test);
    const first = await b.station('A', 'journal-of-A');
    await b.print('clientId=A&printData=once');
    await soon(() => expect(first.got).toHaveLength(1));
    first.socket.disconnect();
    const other = await b.station('A', 'another-one');
    await b.settled('uncertain');
    await b.print('clientId=A&printData=next');
    await soon(() => expect(other.got.map(({ payload }) => payload)).toEqual([{ printData: 'next' }]));
  });

  it('2: a job may wait for its station, over a restart of the hub, and expires in the end', async (test) => {
    const b = await bridge(test);
    expect(await b.get('/startPrint?clientId=A&printData=1&queue=1')).toEqual({
      message: '参数已接收',
      job: 1,
      state: 'waiting',
    });
    const posted = await b.post('/api/bridge/jobs', { clientId: 'A', printData: { n: 2 }, queue: true });
    expect(posted.status).toBe(201);
    await b.post('/api/bridge/jobs', { clientId: 'late', printData: 'x', queue: true, expiresIn: 1 });
    await b.settled('expired');
    await b.restart();
    const a = await b.page('A');
    await soon(() => expect(a.prints).toEqual([{ printData: '1' }, { printData: { n: 2 } }]));
    const late = await b.page('late');
    await b.print('clientId=late&name=new');
    await soon(() => expect(late.prints).toEqual([{ name: 'new' }]));
  });

  it('2: a repetition with the same key is the same job', async (test) => {
    const b = await bridge(test);
    const a = await b.page('A');
    const key = { 'idempotency-key': 'order-17' };
    const first = await b.post('/api/bridge/jobs', { clientId: 'A', printData: 'x' }, key);
    const again = await b.post('/api/bridge/jobs', { clientId: 'A', printData: 'x' }, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(((await again.json()) as Job).id).toBe(((await first.json()) as Job).id);
    expect((await b.post('/api/bridge/jobs', { clientId: 'A', printData: 'y' }, key)).status).toBe(409);
    await b.print('clientId=A&name=end');
    await soon(() => expect(a.prints).toEqual([{ printData: 'x' }, { name: 'end' }]));
  });

  it('2: a waiting job can be cancelled, another one cannot', async (test) => {
    const b = await bridge(test);
    await b.print('clientId=A&printData=1&queue=1');
    expect(await (await b.post('/api/bridge/jobs/1/cancel', {})).json()).toMatchObject({
      state: 'cancelled',
    });
    expect((await b.post('/api/bridge/jobs/1/cancel', {})).status).toBe(409);
    expect((await b.post('/api/bridge/jobs/9/cancel', {})).status).toBe(404);
  });

  it('3: printing has a POST of any size; neither HEAD nor another site prints', async (test) => {
    const b = await bridge(test);
    const a = await b.page('A');
    const long = '长'.repeat(200_000);
    expect((await b.post('/api/bridge/jobs', { clientId: 'A', printData: long })).status).toBe(201);
    await soon(() => expect(a.prints).toEqual([{ printData: long }]));
    const path = `${b.url}/startPrint?clientId=A&name=x`;
    expect((await fetch(path, { method: 'HEAD' })).status).toBe(404);
    expect((await fetch(path, { method: 'POST' })).status).toBe(404);
    expect(await statusOf(path, { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusOf(path, { origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf(path, { 'sec-purpose': 'prefetch' })).toBe(403);
    expect(await b.jobs()).toHaveLength(1);
    const tooLong = await b.post('/api/bridge/jobs', { clientId: 'A', printData: 'x'.repeat(1_100_000) });
    expect(tooLong.status).toBe(413);
  });

  it('3: many big jobs reach a station that was away, without its line being cut for them', async (test) => {
    const b = await bridge(test);
    const picture = `data:image/png;base64,${'A'.repeat(400_000)}`;
    for (let n = 0; n < 6; n++) {
      await b.post('/api/bridge/jobs', { clientId: 'A', printData: { n, picture }, queue: true });
    }
    const a = await b.page('A');
    await soon(() =>
      expect(a.prints.map((print) => (print as { printData: { n: number } }).printData.n)).toEqual([
        0, 1, 2, 3, 4, 5,
      ]),
    );
    expect(a.disconnects).toEqual([]);
  });

  it('4: one socket with two ids: both go offline with it', async (test) => {
    const b = await bridge(test);
    const a = await b.page('A');
    a.socket.emit('register', 'A2');
    await soon(async () =>
      expect((await b.status()).map(({ connected }) => connected)).toEqual([true, true]),
    );
    await b.print('clientId=A2&name=x');
    await soon(() => expect(a.prints).toEqual([{ name: 'x' }]));
    a.socket.disconnect();
    await soon(async () =>
      expect((await b.status()).map(({ connected }) => connected)).toEqual([false, false]),
    );
    expect(await b.print('clientId=A&name=x')).toBe('打印机离线');
    expect(await b.print('clientId=A2&name=x')).toBe('打印机离线');
  });

  it('5: two tabs with one id: the newest prints; when it leaves, the other does', async (test) => {
    const b = await bridge(test);
    const [older, newer] = [await b.page('123'), await b.page('123')];
    const { items } = (await b.get('/api/bridge/stations')) as { items: unknown[] };
    expect(items).toMatchObject([{ clientId: '123', sockets: 2, socketId: newer.sid }]);
    await b.print('clientId=123&name=1');
    await soon(() => expect(newer.prints).toEqual([{ name: '1' }]));
    newer.socket.disconnect();
    await soon(async () =>
      expect(await b.status()).toEqual([{ clientId: '123', connected: true, socketId: older.sid }]),
    );
    expect(await b.print('clientId=123&name=2')).toBe('参数已接收');
    await soon(() => expect(older.prints).toEqual([{ name: '2' }]));
    expect(newer.prints).toEqual([{ name: '1' }]);
  });

  it('6: an id is a bounded text; anything else is refused, and the connection stays', async (test) => {
    const b = await bridge(test);
    const a = await b.page('A');
    const answers = [];
    for (const id of [undefined, null, {}, ['x'], '', 'x'.repeat(129), 'a\nb', '\ud800', true]) {
      answers.push(await a.socket.emitWithAck('register', id));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"error":{"code":"BRIDGE_STATION_ID_INVALID"}}']),
    );
    for (let index = 1; index < 32; index++) await a.socket.emitWithAck('register', `A${index}`);
    expect(await a.socket.emitWithAck('register', 'A32')).toEqual({ error: { code: 'BRIDGE_TOO_MANY_IDS' } });
    expect(await b.status()).toHaveLength(32);
    expect(a.socket.connected).toBe(true);
  });

  it('7: ids called like parts of an object are ids like others, and order is kept', async (test) => {
    const b = await bridge(test);
    for (const id of ['constructor', '__proto__', 'toString']) {
      expect(await b.print(`clientId=${id}&name=x`)).toBe('打印机不存在');
    }
    const pages: Page[] = [];
    for (const id of ['__proto__', '10', 'z', '9', 'constructor', '01']) pages.push(await b.page(id));
    expect((await b.status()).map(({ clientId }) => clientId)).toEqual([
      '9',
      '10',
      '__proto__',
      'z',
      'constructor',
      '01',
    ]);
    await b.print('clientId=__proto__&name=x');
    await soon(() => expect(pages[0]!.prints).toEqual([{ name: 'x' }]));
    for (const page of pages) page.socket.disconnect();
    await soon(async () => expect((await b.status()).some(({ connected }) => connected)).toBe(false));
  });

  it('8: the server asks for no `reconnect` event: registering on every connect is enough', async (test) => {
    const b = await bridge(test);
    const a = await b.farPage('A');
    a.socket.emit('reconnect', 1);
    const sid = a.sid;
    a.line.reset();
    await soon(() => expect(a.sid !== '' && a.sid !== sid).toBe(true));
    await a.connected();
    await b.print('clientId=A&name=x');
    await soon(() => expect(a.prints).toEqual([{ name: 'x' }]));
  });

  it('10: our own route tells outcomes apart by status and code', async (test) => {
    const b = await bridge(test);
    const a = await b.page('A');
    const print = async (body: unknown) => {
      const response = await b.post('/api/bridge/jobs', body);
      const { error } = (await response.json()) as { error?: { code: string } };
      return [response.status, error?.code];
    };
    expect(await print({ clientId: 'A', printData: 1 })).toEqual([201, undefined]);
    expect(await print({ clientId: 'B', printData: 1 })).toEqual([404, 'BRIDGE_STATION_UNKNOWN']);
    a.socket.disconnect();
    await soon(async () =>
      expect(await print({ clientId: 'A', printData: 1 })).toEqual([409, 'BRIDGE_STATION_OFFLINE']),
    );
    expect(await print({ clientId: 'A' })).toEqual([422, 'BRIDGE_DATA_MISSING']);
    expect((await print({ clientId: 'A', printData: 1, more: 1 }))[0]).toBe(400);
  });

  it('11: missing print data is not sent as {}', async (test) => {
    const b = await bridge(test);
    const a = await b.page('A');
    expect(await b.get('/startPrint?clientId=A')).toEqual({
      message: '缺少打印数据',
      code: 'BRIDGE_DATA_MISSING',
    });
    await b.print('clientId=A&text=under another name');
    await soon(() => expect(a.prints).toEqual([{ text: 'under another name' }]));
    expect(await b.jobs()).toHaveLength(1);
  });

  it('12: with tokens nobody registers, looks or prints without one; other sites never do', async (test) => {
    const b = await bridge(test, {
      POSTHOUSE_TOKENS: 'desk:station:station-secret,till:operator:operator-secret',
      POSTHOUSE_BRIDGE_OPEN: '192.0.2.1',
    });
    const refused = io(b.url, { forceNew: true, reconnection: false });
    const error = (await heardOf(refused, 'connect_error')) as Error;
    expect(error.message).toBe('BRIDGE_STATION_FORBIDDEN');
    expect((await fetch(`${b.url}/getStatus`)).status).toBe(401);
    const station = io(b.url, { forceNew: true, auth: { token: 'station-secret' } });
    test.onTestFinished(() => void station.disconnect());
    await heardOf(station, 'connect');
    expect(await station.emitWithAck('register', 'A')).toEqual({ clientId: 'A' });
    const till = { authorization: 'Bearer operator-secret' };
    const status = await fetch(`${b.url}/getStatus`, { headers: till });
    expect(await status.json()).toMatchObject({ data: [{ clientId: 'A', connected: true }] });
    expect((await fetch(`${b.url}/startPrint?clientId=A&name=x`, { headers: till })).status).toBe(200);
    for (const transport of ['polling', 'websocket']) {
      const foreign = io(b.url, {
        forceNew: true,
        reconnection: false,
        transports: [transport],
        extraHeaders: { origin: 'https://evil.example' },
      });
      expect(await heardOf(foreign, 'connect_error')).toBeInstanceOf(Error);
    }
  });

  it('tells its webhooks how jobs ended, signed, under one id until they have it', async (test) => {
    const heard: { id: string; event: string; data: { job?: Job }; signed: boolean }[] = [];
    let refusals = 2;
    const receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const signed = request.headers['posthouse-signature'] === signature('hush', text);
        heard.push({ ...(JSON.parse(text) as (typeof heard)[0]), signed });
        response.writeHead(refusals-- > 0 ? 503 : 204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    test.onTestFinished(() => void receiver.close());
    const b = await bridge(test, {
      POSTHOUSE_BRIDGE_WEBHOOKS: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
      POSTHOUSE_BRIDGE_WEBHOOK_SECRET: 'hush',
    });
    const a = await b.station('打印站');
    await b.print(`clientId=${encodeURIComponent('打印站')}&name=x`);
    await soon(() => expect(a.got).toHaveLength(1));
    await a.report('printed', a.got[0]!.job);
    await soon(() => expect(heard.map(({ event }) => event)).toContain('job.completed'));
    expect(heard.slice(0, 3).map(({ event }) => event)).toEqual([
      'station.online',
      'station.online',
      'station.online',
    ]);
    expect(new Set(heard.slice(0, 3).map(({ id }) => id)).size).toBe(1);
    expect(heard.every(({ signed }) => signed)).toBe(true);
    expect(heard.at(-1)!.data.job).toMatchObject({ clientId: '打印站', state: 'completed' });
  });
});

function heardOf(socket: Socket, event: string): Promise<unknown> {
  return new Promise((resolve) => void socket.once(event, resolve));
}

/** `fetch` sets these headers itself, so a plain request. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  const asked = request(url, { headers });
  asked.end();
  const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  return response.statusCode;
}
