import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeReceipt } from '../../receipt/encode.ts';
import { GOLDEN } from '../../testing/golden.ts';
import { runVirtualPrinter } from './run.ts';
import { SOON } from '../../../../../test-support/soon.ts';

let stop = new AbortController();
let running: Promise<number> | null = null;

afterEach(async () => {
  stop.abort();
  await running;
  stop = new AbortController();
  running = null;
});

function start(...args: string[]): { said: () => string; code: Promise<number> } {
  let said = '';
  const say = (text: string): void => {
    said += text;
  };
  running = runVirtualPrinter(args, { out: say, err: say, signal: stop.signal, language: 'en' });
  return { said: () => said, code: running };
}

async function addresses(said: () => string): Promise<{ port: number; page: string }> {
  const ready = /ready at 127\.0\.0\.1:(\d+)\nPapers: (\S+)/;
  await vi.waitUntil(() => ready.test(said()), SOON);
  const [, port, page = ''] = ready.exec(said()) ?? [];
  return { port: Number(port), page };
}

async function send(port: number, bytes: Uint8Array): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  socket.resume();
  await once(socket, 'close');
}

describe('posthouse printer', () => {
  it('prints each paper to the terminal, and shows it as text and SVG on its page', async () => {
    const { said } = start('--port', '0', '--page-port', '0');
    const { port, page } = await addresses(said);
    await send(port, encodeReceipt({ content: { text: GOLDEN } }));
    await vi.waitUntil(() => said().includes('── paper 1 ·'), SOON);
    expect(said()).toContain(GOLDEN.replaceAll('¥', '￥'));

    const state = (await (await fetch(`${page}state.json`)).json()) as { papers: object[]; trouble: null };
    expect(state.papers).toMatchObject([{ id: 1, cut: true }]);
    expect(await (await fetch(`${page}papers/1.txt`)).text()).toBe(GOLDEN.replaceAll('¥', '￥'));
    const svg = await fetch(`${page}papers/1.svg`);
    expect(svg.headers.get('content-type')).toContain('image/svg+xml');
    expect(await svg.text()).toContain('发财小狗饮品店');
    const zh = await fetch(page, { headers: { 'accept-language': 'zh-CN' } });
    expect(await zh.text()).toContain('虚拟打印机');
    expect((await fetch(`${page}papers/2.svg`)).status).toBe(404);
  });

  it('switches faults from the page, and refuses what is not one', async () => {
    const { said } = start('--port', '0', '--page-port', '0');
    const { page } = await addresses(said);
    const post = (body: string, type = 'application/json'): Promise<Response> =>
      fetch(`${page}faults`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(await (await post('{"paper":"out"}')).json()).toMatchObject({ paper: 'out' });
    for (const bad of [
      '{"paper":"red"}',
      '{"paper":["out"]}',
      '{"x":1}',
      '[]',
      'null',
      '{',
      `{"x":"${'y'.repeat(5_000)}"}`,
    ]) {
      expect((await post(bad)).status).toBe(400);
    }
    expect((await post('{"paper":"ok"}', 'text/plain')).status).toBe(400);
    const state = (await (await fetch(`${page}state.json`)).json()) as { trouble: string };
    expect(state.trouble).toBe('paper-out');
  });

  it('shows its papers to no page that came by another name', async () => {
    const { said } = start('--port', '0', '--page-port', '0');
    const { page } = await addresses(said);
    const asked = request(`${page}state.json`, { headers: { host: 'evil.example' } }).end();
    const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(403);
  });

  it('says what to do when the port it was given is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { said, code } = start('--port', String(port), '--page-port', '0');
    expect(await code).toBe(3);
    expect(said()).toContain(`--port ${port + 1}`);
    other.close();
  });

  it('explains itself and its mistakes', async () => {
    const help = start('--help');
    expect(await help.code).toBe(0);
    expect(help.said()).toContain('--page-port');
    for (const wrong of [['--port', '70000'], ['--width', '5'], ['--what'], ['--papers', 'x']]) {
      const run = start(...wrong);
      expect(await run.code).toBe(2);
      expect(run.said()).toContain('--help');
    }
  });
});
