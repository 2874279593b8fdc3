import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Kernel, Route } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { expect, it } from 'vitest';
import { createProxies } from '../auth/proxies.ts';
import { hubErrors } from '../errors.ts';
import type { RequestDeed } from './deed.ts';
import { createHttp } from './server.ts';

it('takes down the deed of a caller who hung up before the reply', async () => {
  const asked = Promise.withResolvers<void>();
  const hungUp = Promise.withResolvers<void>();
  const route: Route = {
    endpoints: ['main'],
    method: 'POST',
    path: '/papers',
    permission: 'papers.print',
    summary: { zh: '打印', en: 'Print' },
    schema: {},
    async handle() {
      asked.resolve();
      await hungUp.promise;
      return {};
    },
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const auth = { who: async () => ({ id: 'key/7', roles: [], anonymous: false }), may: async () => true };
  const deed = Promise.withResolvers<RequestDeed>();
  const app = await createHttp({
    kernel: { clock: createFakeClock(), log, auth, store: {} } as unknown as Kernel,
    routes: [{ owner: 'print', route }],
    errors: hubErrors,
    version: '0',
    endpointOf: () => 'main',
    policyOf: () => ({ origins: [], names: [], allows: () => true }),
    proxies: createProxies([]),
    meter: () => true,
    onReply: () => {},
    onRefusal: () => {},
    onDeed: deed.resolve,
    onRoute: () => {},
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const accepted = once(app.server, 'connection') as Promise<[Socket]>;

  const caller = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  caller.write('POST /papers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n');
  const [socket] = await accepted;
  await asked.promise;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  caller.resetAndDestroy();
  await closed;
  hungUp.resolve();

  expect(await deed.promise).toMatchObject({ principal: { id: 'key/7' }, route: 'POST /papers' });
  await app.close();
});
