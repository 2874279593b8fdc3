import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { openBridge, soon, type Bridge } from './bridge-fixture.ts';

let bridge: Bridge;
let sse: string;
let ws: string;

beforeAll(async () => {
  const [ssePort, wsPort] = [await freePort(), await freePort()];
  bridge = await openBridge({
    POSTHOUSE_BRIDGE_SSE_PORT: String(ssePort),
    POSTHOUSE_BRIDGE_WS_PORT: String(wsPort),
  });
  sse = `http://127.0.0.1:${ssePort}`;
  ws = `127.0.0.1:${wsPort}`;
});
afterAll(() => bridge.close());

const send = async (at: string, query: string): Promise<unknown> =>
  (await fetch(`${at}/getParams?${query}`)).json();

/** Reads an event stream to its end, which is the abort. */
async function listen(path = '/sse') {
  const over = new AbortController();
  const response = await fetch(sse + path, { signal: over.signal });
  const events: { printData: unknown; message: string }[] = [];
  const raw: string[] = [];
  let text = '';
  void (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        raw.push(block);
        events.push(JSON.parse(block.slice('data: '.length)) as (typeof events)[0]);
      }
    }
  })().catch(() => {});
  const printed = () => events.flatMap(({ printData }) => printData ?? []);
  return { response, events, raw, printed, close: () => over.abort() };
}

describe('the SSE variant', () => {
  it('ticks every second in the documented form', async () => {
    const { response, events, raw, close } = await listen('/sse/');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
    });
    await soon(() => expect(events.length).toBeGreaterThan(1));
    expect(raw.filter((block) => !/^data: [^\n]*$/.test(block))).toEqual([]);
    expect(events[0]).toEqual({
      printData: null,
      message: expect.stringMatching(/^Current time is \d?\d:\d\d:\d\d$/),
    });
    close();
  });

  it('gives all that was sent to every open stream, and nothing to a closed one (14)', async () => {
    const [gone, a, b] = [await listen(), await listen(), await listen()];
    gone.close();
    expect(await send(sse, 'name=1&a[b]=2')).toEqual({ message: '参数已接收' });
    await send(sse, 'name=2');
    const all = [{ name: '1', a: { b: '2' } }, { name: '2' }];
    await soon(() => expect([a.printed(), b.printed()]).toEqual([all, all]));
    a.close();
    b.close();
  });
});

describe('the plain WebSocket variant', () => {
  async function connect() {
    const socket = new WebSocket(`ws://${ws}/any/path`);
    const heard: string[] = [];
    socket.addEventListener('message', ({ data }) => heard.push(String(data)));
    await once(socket, 'open');
    return { socket, heard };
  }

  it('greets, counts, and hands what was sent to every connection that is left (15)', async () => {
    const [a, b, newest] = [await connect(), await connect(), await connect()];
    a.socket.send('客户端发来信息:客户端连接到了服务端');
    newest.socket.close();
    await once(newest.socket, 'close');
    expect(await send(`http://${ws}`, 'name=x')).toEqual({ message: '参数已接收' });
    for (const { heard } of [a, b]) await soon(() => expect(heard).toContain('收到参数：{"name":"x"}'));
    await soon(() => expect(a.heard).toContain('[websocket]数据推送第2次'));
    expect(a.heard[0]).toBe('已连接到服务端的websocket');
    a.socket.close();
    b.socket.close();
  });
});
