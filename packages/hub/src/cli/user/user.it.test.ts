import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Caller } from '../../access/testing/caller.ts';
import { freePort } from '../../../../../test-support/free-port.ts';
import { runPosthouse } from '../../testing/run-command.ts';

let data: string;
beforeAll(() => {
  data = join(mkdtempSync(join(tmpdir(), 'posthouse-user-')), 'data');
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const user = async (...args: string[]) => runPosthouse(['user', ...args, '--data', data]).ended;
const passwordIn = (output: string) => /password: (\S+)/.exec(output)?.[1] ?? '';

it('takes no misspelt folder for a house without accounts', async () => {
  const { code, output } = await user('list');
  expect(code).toBe(2);
  expect(output).toContain('HUB_NO_DATA');
  expect(existsSync(data)).toBe(false);
});

it('makes the owner of a hub that does not run, once', async () => {
  const made = await user('create-owner', 'chief', '--generate');
  expect(made.code).toBe(0);
  expect(made.output).toContain('chief  owner');
  const again = await user('create-owner', 'eve', '--generate');
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining('ACCESS_OWNER_EXISTS') as string });
  const weak = await user('add', 'x', '--role', 'viewer');
  expect(weak).toMatchObject({ code: 1, output: expect.stringContaining('ACCESS_PASSWORD_WEAK') as string });
});

it('speaks with a hub that runs, and leaves nothing behind that opens it later', async () => {
  const printPort = String(await freePort());
  const port = await freePort();
  const hub = runPosthouse(['--data', data, '--port', String(port), '--print-port', printPort]);
  await hub.saw('Next:');
  // Windows has no such bits: there the folder's own rights count.
  const { mode } = statSync(join(data, 'control.json'));
  expect(process.platform === 'win32' ? 0 : mode & 0o077).toBe(0);
  const made = await user('add', 'ada', '--role', 'viewer', '--generate');
  expect(made.output).toContain('ada  viewer');
  const anybody = new Caller(`http://127.0.0.1:${port}`);
  const password = passwordIn(made.output);
  const entered = await anybody.post('/api/auth/sign-in', { name: 'ada', password });
  const ada = anybody.withCookie(entered.cookie!);
  expect((await ada.get('/api/auth/me')).body.roles).toEqual(['viewer']);
  expect((await user('role', 'ada', 'operator')).output).toContain('ada  operator');
  expect((await ada.get('/api/auth/me')).body.roles).toEqual(['operator']);
  expect((await user('disable', 'ada')).output).toContain('disabled');
  expect((await ada.get('/api/auth/me')).status).toBe(401);
  const refused = await user('disable', 'chief');
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('ACCESS_LAST_OWNER') as string });
  expect((await user('list')).output).toMatch(/chief {2}owner\nada {2}operator {2}disabled/);
  hub.child.kill('SIGTERM');
  expect((await hub.ended).code).toBe(0);
  expect(existsSync(join(data, 'control.json'))).toBe(false);
}, 120_000);
