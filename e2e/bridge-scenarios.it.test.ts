import { describe, expect, it, type TestContext } from 'vitest';
import { openBridge, soon } from './bridge-fixture.ts';

async function bridge(test: TestContext, env?: Record<string, string>) {
  const opened = await openBridge(env);
  test.onTestFinished(() => opened.close());
  return opened;
}

/** The ten scenarios of the bridge's contract §5, with the real client; networks are cut, not mocked. */
describe.concurrent('bridge scenarios', () => {
  it('1: three clients online', async (test) => {
    const b = await bridge(test);
    const pages = [await b.page('A'), await b.page('B'), await b.page('C')];
    expect(await b.get('/getStatus')).toEqual({
      data: pages.map(({ sid }, index) => ({ clientId: 'ABC'[index], connected: true, socketId: sid })),
    });
    expect(new Set(pages.map(({ sid }) => sid)).size).toBe(3);
    for (const [index, { sid }] of pages.entries()) {
      expect(b.lines).toContain(`一台客户端端连接上了服务端,socket的id是: ${sid}`);
      expect(b.lines).toContain(`连接上服务端的客户端的id是: ${'ABC'[index]}`);
    }
  });

  it('2: one goes off', async (test) => {
    const b = await bridge(test);
    const [a, gone, c] = [await b.page('A'), await b.page('B'), await b.page('C')];
    const sid = gone.sid;
    gone.socket.disconnect();
    await soon(async () =>
      expect(await b.status()).toEqual([
        { clientId: 'A', connected: true, socketId: a.sid },
        { clientId: 'B', connected: false, socketId: sid },
        { clientId: 'C', connected: true, socketId: c.sid },
      ]),
    );
    expect(b.lines.slice(-2)).toEqual([
      `一台客户端端断开了服务端,socket的id是: ${sid}`,
      '断开服务端连接的客户端的id是 B',
    ]);
  });

  it('3: send while online: A alone, once, under the name it came with', async (test) => {
    const b = await bridge(test);
    const [a, other] = [await b.page('A'), await b.page('B', { transports: ['polling'] })];
    expect(await b.get('/startPrint?clientId=A&name=hello')).toEqual({ message: '参数已接收' });
    expect(await b.get('/startPrint?clientId=A&printData=hello')).toEqual({ message: '参数已接收' });
    expect(await b.print('clientId=A&name=1&printData=2')).toBe('参数已接收');
    expect(await b.print('clientId=A&printData=a&printData=b')).toBe('参数已接收');
    expect(await b.print('clientId=A&printData[a]=1')).toBe('参数已接收');
    expect(await b.print('clientId=B&name=last')).toBe('参数已接收');
    await soon(() => expect(other.prints).toEqual([{ name: 'last' }]));
    await soon(() =>
      expect(a.prints).toEqual([
        { name: 'hello' },
        { printData: 'hello' },
        { name: '1', printData: '2' },
        { printData: ['a', 'b'] },
        { printData: { a: '1' } },
      ]),
    );
  });

  it('4: send while offline after give-up: 打印机离线, and nothing ever comes of it', async (test) => {
    const b = await bridge(test);
    const a = await b.farPage('A', { reconnectionAttempts: 5 });
    let gaveUp = false;
    a.socket.io.on('reconnect_failed', () => (gaveUp = true));
    a.line.cut('refuse');
    await soon(async () => expect((await b.status())[0]?.connected).toBe(false));
    // While it is still trying, and after it has given up.
    expect(await b.get('/startPrint?clientId=A&printData=lost')).toEqual({ message: '打印机离线' });
    await soon(() => expect(gaveUp).toBe(true));
    expect(a.disconnects.every((reason) => ['ping timeout', 'transport close'].includes(reason))).toBe(true);
    expect(await b.print('clientId=A&printData=lost too')).toBe('打印机离线');
    a.line.mend();
    a.socket.connect();
    await a.connected();
    expect(await b.print('clientId=A&printData=found')).toBe('参数已接收');
    await soon(() => expect(a.prints).toEqual([{ printData: 'found' }]));
  });

  it('5: a reload reconnects under the same id', async (test) => {
    const b = await bridge(test);
    const before = await b.page('A');
    const old = before.sid;
    before.socket.disconnect();
    const after = await b.page('A');
    expect(after.sid).not.toBe(old);
    expect(await b.status()).toEqual([{ clientId: 'A', connected: true, socketId: after.sid }]);
    expect(await b.print('clientId=A&name=again')).toBe('参数已接收');
    await soon(() => expect(after.prints).toEqual([{ name: 'again' }]));
    expect(before.prints).toEqual([]);
  });

  it('6: a quick reconnect keeps delivery, also of what was sent during the gap', async (test) => {
    const b = await bridge(test);
    const a = await b.farPage('A');
    const sid = a.sid;
    a.line.cut();
    expect(await b.print('clientId=A&name=in the gap')).toBe('参数已接收');
    await b.settled('sent');
    expect(await b.status()).toEqual([{ clientId: 'A', connected: true, socketId: sid }]);
    expect(a.prints).toEqual([]);
    a.line.mend();
    expect(await b.print('clientId=A&name=after')).toBe('参数已接收');
    await soon(() => expect(a.prints).toEqual([{ name: 'in the gap' }, { name: 'after' }]));
    expect(await b.status()).toEqual([{ clientId: 'A', connected: true, socketId: sid }]);
    expect(b.lines.some((line) => line.includes('断开'))).toBe(false);
    // The pong after the frames proves that they arrived; that they printed nobody says.
    expect(await b.settled('unconfirmed')).toMatchObject({ evidence: 'received' });
  });

  it('7: a reconnect after the server noticed has a new socket, and later prints arrive', async (test) => {
    const b = await bridge(test);
    const a = await b.farPage('A');
    const old = a.sid;
    a.line.cut();
    await soon(async () =>
      expect(await b.status()).toEqual([{ clientId: 'A', connected: false, socketId: old }]),
    );
    a.line.mend();
    await a.connected();
    expect(a.sid).not.toBe(old);
    expect(await b.print('clientId=A&name=later')).toBe('参数已接收');
    await soon(() => expect(a.prints).toEqual([{ name: 'later' }]));
  });

  it('8: an unknown station', async (test) => {
    const b = await bridge(test);
    expect(await b.get('/startPrint?clientId=nobody&name=x')).toEqual({ message: '打印机不存在' });
    expect(await b.get('/startPrint?name=x')).toEqual({ message: '打印机不存在' });
    expect(await b.get('/getStatus')).toEqual({ data: [] });
    expect(await b.jobs()).toEqual([]);
  });

  it('9: the late loss of an old socket leaves the entry on the new one', async (test) => {
    const b = await bridge(test);
    const old = await b.farPage('A', { reconnection: false });
    const sid = old.sid;
    old.line.cut();
    const now = await b.page('A');
    await soon(() => expect(b.lines).toContain(`一台客户端端断开了服务端,socket的id是: ${sid}`));
    expect(await b.status()).toEqual([{ clientId: 'A', connected: true, socketId: now.sid }]);
    expect(b.lines).not.toContain('断开服务端连接的客户端的id是 A');
    expect(await b.print('clientId=A&name=x')).toBe('参数已接收');
    await soon(() => expect(now.prints).toEqual([{ name: 'x' }]));
  });

  it('10: after a restart stations within their attempts register by themselves', async (test) => {
    const b = await bridge(test, { POSTHOUSE_COME_BACK: '0s' });
    const a = await b.page('A');
    await b.restart();
    await a.connected();
    expect(await b.status()).toHaveLength(1);
    expect(a.disconnects).not.toContain('io server disconnect');
  });
});
