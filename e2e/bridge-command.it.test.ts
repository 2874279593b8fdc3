import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { runPosthouse } from '../packages/hub/src/testing/run-command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-bridge-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serve = (name: string, env: Record<string, string>) =>
  runPosthouse(['--data', join(folder, name), '--port', '0', '--print-port', '0'], {
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    // An empty variable is an absent one; commands under test have the port closed otherwise.
    POSTHOUSE_BRIDGE_PORT: '',
    ...env,
  });

it('PORT is the bridge’s, and the documented lines go to standard output', async () => {
  const port = await freePort();
  const hub = serve('port', { PORT: String(port) });
  const out: string[] = [];
  hub.child.stdout!.on('data', (text: string) => out.push(text));
  await hub.saw(`项目启动成功-http://localhost:${port}`);
  const station = io(`http://127.0.0.1:${port}`, { forceNew: true });
  station.on('connect', () => station.emit('register', '123'));
  await hub.saw('连接上服务端的客户端的id是: 123');
  const sid = station.id!;
  station.disconnect();
  await hub.saw('断开服务端连接的客户端的id是 123');
  hub.child.kill('SIGTERM');
  expect((await hub.ended).code).toBe(0);
  expect(
    out
      .join('')
      .split('\n')
      .filter((line) => /^(项目|一台|连接|断开)/.test(line)),
  ).toEqual([
    `项目启动成功-http://localhost:${port}`,
    `一台客户端端连接上了服务端,socket的id是: ${sid}`,
    '连接上服务端的客户端的id是: 123',
    `一台客户端端断开了服务端,socket的id是: ${sid}`,
    '断开服务端连接的客户端的id是 123',
  ]);
});

it('POSTHOUSE_BRIDGE_PORT wins over PORT', async () => {
  const port = await freePort();
  const hub = serve('both', { PORT: String(await freePort()), POSTHOUSE_BRIDGE_PORT: String(port) });
  await hub.saw('Next:');
  hub.child.kill('SIGTERM');
  expect((await hub.ended).output).toContain(`项目启动成功-http://localhost:${port}\n`);
});

it('a taken port is no success: the line is missing, and the hub runs', async () => {
  const port = await freePort();
  const first = serve('first', { PORT: String(port) });
  await first.saw('项目启动成功');
  const second = serve('second', { PORT: String(port) });
  await second.saw('Next:');
  second.child.kill('SIGTERM');
  expect((await second.ended).output).not.toContain('项目启动成功');
  first.child.kill('SIGTERM');
  await first.ended;
});
