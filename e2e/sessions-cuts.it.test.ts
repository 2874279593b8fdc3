import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTcpProxy, type TcpProxy } from '../test-support/tcp-proxy.ts';
import { startTaskHub, type TaskHub } from './task-hub.ts';

const TASKS = [1, 2, 3];

const which = { task: fc.constantFrom(...TASKS), await: fc.boolean() };
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('publish' as const), ...which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), ...which }) },
);

let folder: string;
let hub: TaskHub;
let proxy: TcpProxy;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-cuts-'));
  hub = await startTaskHub(folder, { within: 120_000 });
  proxy = await openTcpProxy({ port: hub.port });
});

afterEach(async () => {
  await proxy.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

it.each([
  ['WebSocket', ['websocket']],
  ['polling alone', ['polling']],
  ['polling, then WebSocket', ['polling', 'websocket']],
])(
  'an unmodified client by %s hears its rooms in order and once, wherever it is cut',
  async (_, transports) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        const client = io(`http://127.0.0.1:${proxy.port}`, {
          transports,
          forceNew: true,
          reconnectionDelay: 5,
          reconnectionDelayMax: 20,
        });
        const seen: number[] = [];
        /** Ids of sessions that were not the first one taken up again. */
        const anew: unknown[] = [];
        let wake = () => {};
        client.on('task_completed', ({ n }: { n: number }) => {
          seen.push(n);
          wake();
        });
        try {
          await once(client as never, 'connect');
          client.on('connect', () => {
            if (client.recovered) return;
            anew.push(client.id);
            wake();
          });
          for (const task_id of TASKS) {
            client.emit('join_task', { task_id });
            await once(client as never, 'task_status');
          }
          let said = 0;
          const caughtUp = async () => {
            while ((seen.at(-1) ?? 0) !== said && anew.length === 0) {
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
            }
          };
          for (const each of steps) {
            if (each.do === 'cut') proxy.reset();
            else await hub.publish(each.task, [++said]);
            if (each.await) await caughtUp();
          }
          await hub.publish(1, [++said]);
          await caughtUp();
          expect(anew).toEqual([]);
          expect(seen).toEqual(Array.from({ length: said }, (__, n) => n + 1));
        } finally {
          client.disconnect();
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  },
);
