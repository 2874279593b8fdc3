import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../../../../test-support/free-port.ts';
import { readControl } from '../access/control.ts';
import { startHub } from '../testing/start-hub.ts';
import { askHub } from './ask-hub.ts';

it('tells by a code that nothing answers, or something that is no hub', async () => {
  const at = (port: number) => askHub({ url: `http://127.0.0.1:${port}`, token: '' }, 'GET', '/');
  await expect(at(await freePort())).rejects.toMatchObject({ code: 'HUB_NOT_ANSWERING' });
  const other = createServer((_request, reply) => reply.end('<html>')).listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  await expect(at((other.address() as AddressInfo).port)).rejects.toMatchObject({
    code: 'HUB_NOT_ANSWERING',
  });
  other.close();
});

it('hears a hub that has nothing to say, and throws what it refuses', async () => {
  const data = mkdtempSync(join(tmpdir(), 'posthouse-ask-'));
  try {
    await using _hub = await startHub({ POSTHOUSE_DATA: data });
    const control = readControl(data)!;
    const password = 'a horse on the road';
    await askHub(control, 'POST', '/api/auth/owner', { name: 'chief', password });
    const made = await askHub<{ id: number }>(control, 'POST', '/api/auth/users', {
      name: 'ada',
      password,
      role: 'viewer',
    });
    await expect(askHub(control, 'DELETE', `/api/auth/users/${made.id}`)).resolves.toBeNull();
    await expect(askHub(control, 'DELETE', `/api/auth/users/${made.id}`)).rejects.toMatchObject({
      code: 'ACCESS_ACCOUNT_UNKNOWN',
    });
  } finally {
    rmSync(data, { recursive: true });
  }
});
