import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { listen } from './listen.ts';

it.each([
  // Some machines have no name server to ask, and say so by another code.
  ['a name that leads nowhere', 'nowhere.invalid'],
  ['an address of another machine', '192.0.2.1'],
])('calls %s unknown', async (_, host) => {
  await expect(listen(createServer(), host, 0)).rejects.toMatchObject({
    code: 'HUB_ADDRESS_UNKNOWN',
    detail: { host, port: 0 },
  });
});
