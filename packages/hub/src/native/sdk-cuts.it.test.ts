import { connect, type ClientError, type Subscription } from '@posthouse/client';
import type { Position } from '@posthouse/protocol';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTcpProxy, type TcpProxy } from '../../../../test-support/tcp-proxy.ts';
import { Heard } from './testing/heard.ts';
import { startRig, type Rig } from './testing/rig.ts';
import { announce } from './testing/yard.ts';

const ROOMS = 4;

const room = fc.nat({ max: ROOMS - 1 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tell' as const), room }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), room, await: fc.boolean() }) },
  // Left and joined again in one breath, after the last message that was heard, or after an earlier one.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rejoin' as const), room, back: fc.nat({ max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), room }) },
);

let rig: Rig;
let proxy: TcpProxy;

beforeEach(async () => {
  rig = await startRig();
  proxy = await openTcpProxy({ port: rig.port });
});

afterEach(async () => {
  await proxy.close();
  await rig.stop();
});

/** A reader of one durable room, over all its subscriptions. */
class Reader {
  readonly told: string[] = [];
  /** What each subscription heard, and after which place. */
  readonly heard = new Heard<{ text: string; seq: number }>();
  readonly joined = new Heard<boolean>();
  readonly places: Position[] = [];
  readonly faults: string[] = [];
  expected = 0;
  subscription!: Subscription;

  hear(text: string, pos: Position): void {
    if (pos.seq !== this.expected + 1) this.faults.push(`${pos.seq} after ${this.expected}`);
    this.expected = pos.seq;
    this.places.push(pos);
    this.heard.add({ text, seq: pos.seq });
  }
}

it('K7: hears everything in order and once per subscription, and learns of each request, however it is cut', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 120 }), async (steps) => {
      const id = ++run;
      const client = connect({
        url: `ws://127.0.0.1:${proxy.port}/ws`,
        token: 'agent',
        backoff: { base: 2, cap: 10 },
      });
      const readers = Array.from({ length: ROOMS }, () => new Reader());
      const key = (n: number) => `cuts/${id}/${n}`;
      const join = (n: number, since?: Position) => {
        const reader = readers[n]!;
        const subscription = client.subscribe<string>(
          { name: 'yard.notices', key: key(n), ...(since && { since }) },
          {
            message: (text, pos) => {
              if (reader.subscription === subscription) reader.hear(text, pos!);
              else reader.faults.push('heard by a subscription that is closed');
            },
            subscribed: reader.joined.add,
            gap: () => reader.faults.push('gap'),
          },
        );
        reader.subscription = subscription;
      };
      const answers: Promise<string>[] = [];
      try {
        for (let n = 0; n < ROOMS; n++) join(n);
        for (const { joined } of readers) await joined.count(1);
        for (const each of steps) {
          const reader = readers[each.room]!;
          if (each.do === 'cut') proxy.reset();
          if (each.do === 'tell') {
            reader.told.push(`m${reader.told.length + 1}`);
            await rig.kernel.store.write(announce, { key: key(each.room), text: reader.told.at(-1)! });
          }
          if (each.do === 'ask') {
            const answer = client.request('whoami', undefined, { timeout: 3_600_000 }).then(
              () => 'answered',
              ({ code }: ClientError) => code,
            );
            answers.push(answer);
            if (each.await) await answer;
          }
          if (each.do === 'rejoin') {
            reader.subscription.close();
            const since = reader.places.at(-1 - each.back) ?? { epoch: rig.kernel.store.epoch, seq: 0 };
            reader.expected = since.seq;
            join(each.room, since);
          }
        }
        for (const reader of readers) await reader.heard.until(() => reader.expected === reader.told.length);
        expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
        for (const { told, heard } of readers) {
          for (const { text, seq } of heard.all) expect(text).toBe(told[seq - 1]);
        }
        for (const answer of await Promise.all(answers)) {
          expect(['answered', 'NATIVE_DISCONNECTED']).toContain(answer);
        }
      } finally {
        client.close();
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
});
