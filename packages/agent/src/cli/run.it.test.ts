import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse } from '@posthouse/kernel';
import { createVirtualPrinter, type VirtualPrinter } from '@posthouse/printing';
import type { Locale } from '@posthouse/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMiniHub, type MiniHub } from '../testing/mini-hub.ts';
import { runAgent } from './run.ts';

const BIN = fileURLToPath(new URL('../../../hub/bin/posthouse.js', import.meta.url));
const soon = { timeout: 60_000, interval: 20 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-agent-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runIn('en', ...args);

function runIn(locale: Locale, ...args: string[]) {
  const said: string[] = [];
  const stop = new AbortController();
  const line = (text: string) => void said.push(text);
  const code = runAgent(args, { out: line, err: line, env: {}, signal: stop.signal, locale });
  return { said: () => said.join('\n'), code, stop: () => stop.abort() };
}

const needed = (data: string) => ['--hub', 'ws://127.0.0.1:1', '--printer', '3=stdout:', '--data', data];

describe('posthouse agent', () => {
  it('explains itself and every mistake, with a code', async () => {
    const help = run('--help');
    expect(await help.code).toBe(0);
    expect(help.said()).toContain('--printer <id>=<address>');
    const wrong = run('--hub', 'nowhere');
    expect(await wrong.code).toBe(2);
    expect(wrong.said()).toMatch(/--hub is like[^]*there must be one --printer[^]*AGENT_USAGE/);
  });

  it('starts without a hub, holds its folder alone, and ends when it is told to', async () => {
    const first = run(...needed(folder));
    await vi.waitFor(() => expect(first.said()).toContain('Print agent started: 1 printer,'), soon);
    const second = run(...needed(folder));
    expect(await second.code).toBe(3);
    expect(second.said()).toContain('STORE_FOLDER_IN_USE');
    first.stop();
    expect(await first.code).toBe(0);
  });

  it.each([
    ['zh', '中枢里没有这个编号的打印机'],
    ['en', 'The hub has no printer of this number'],
  ] as const)('says which printer the hub does not have, and what to do: %s', async (locale, sentence) => {
    const hub = await startMiniHub({ admits: async () => refuse('PRINT_PRINTER_UNKNOWN', { id: 3 }) });
    const args = ['--hub', hub.url, '--token', 'agent', '--printer', '3=stdout:', '--data', folder];
    const agent = runIn(locale, ...args);
    await vi.waitFor(() => expect(agent.said()).toContain('AGENT_PRINTER_UNKNOWN'), soon);
    expect(agent.said()).toMatch(new RegExp(`${sentence}.*"printer":"3".*\\n→ .*--printer`));
    agent.stop();
    expect(await agent.code).toBe(0);
    await hub.stop();
  });

  it('says that it is not let in, and ends', async () => {
    const hub = await startMiniHub();
    const agent = run('--hub', hub.url, '--token', 'wrong', '--printer', '3=stdout:', '--data', folder);
    expect(await agent.code).toBe(1);
    expect(agent.said()).toContain('AGENT_NOT_LET_IN');
    await hub.stop();
  });
});

describe('the agent as a process of its own', () => {
  let hub: MiniHub;
  let device: VirtualPrinter;
  beforeEach(async () => {
    hub = await startMiniHub();
    device = await createVirtualPrinter({ port: 0 });
  });
  afterEach(async () => {
    await hub.stop();
    await device.close();
  });

  function start() {
    const args = [
      'agent',
      '--hub',
      hub.url,
      '--printer',
      `7=tcp://127.0.0.1:${device.port}`,
      '--data',
      folder,
    ];
    const env = { ...process.env, POSTHOUSE_AGENT_TOKEN: 'agent', POSTHOUSE_LANG: 'en' };
    return spawn(process.execPath, [BIN, ...args], { env, stdio: 'ignore' });
  }
  const words = (ref: string) => hub.factsOf(ref).map(({ what }) => what);
  const post = (job: number) => hub.post({ printer: 7, job, text: `paper ${job}\n` });

  it('K4: killed in the middle of a paper, it never writes that paper again, and says that it does not know', async () => {
    device.setFault({ outAfterLines: 1 });
    const killed = start();
    await post(1);
    await post(2);
    await vi.waitFor(
      () => expect([device.faults().paper, words('1/1/1').at(-1)]).toEqual(['out', 'taken']),
      soon,
    );
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    device.setFault({ paper: 'ok' });
    const next = start();
    await vi.waitFor(() => expect(words('2/1/1').at(-1)).toBe('done'), soon);
    expect(words('1/1/1').at(-1)).toBe('unknown');
    // What the printer had in its buffer came out once.
    expect(device.papers().filter(({ text }) => text === 'paper 1\n').length).toBeLessThanOrEqual(1);
    next.kill('SIGTERM');
    expect(await once(next, 'exit')).toEqual([0, null]);
  });
});
