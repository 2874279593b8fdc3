import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createWorks } from '../../durable/works.ts';
import { claimWork, saveWork, type Claimed, type Room } from '../../durable/work-ops.ts';
import type { App } from '../../ports/app.ts';
import type { Clock } from '../../ports/base.ts';
import type { Store } from '../../ports/store.ts';
import type { Job } from '../../ports/work.ts';
import { createFakeClock } from '../fake-clock.ts';
import { createInlineRunner } from '../inline-runner.ts';
import { createQuarry } from './quarry.ts';
import { story, WorkWorld } from './story.ts';

const SEED = 20261121;
const STORIES = 25;
const WORKS = 12;

/** Opens stores on fresh data: as many as nodes can share it. */
export type OpenNodes = (apps: readonly App[], clock: Clock, nodes: number) => Promise<readonly Store[]>;

/** What works must do on every `Store`. `alone`: a process has its data to itself. */
export function workSuite(name: string, open: OpenNodes, alone: boolean): void {
  describe(`Works on ${name}`, () => {
    const site = async (changes: Parameters<typeof createQuarry>[0] = {}) => {
      const quarry = createQuarry(changes);
      const clock = createFakeClock();
      const stores = await open([quarry.app], clock, alone ? 1 : 2);
      const close = () => Promise.all(stores.map((store) => store.close()));
      return { quarry, clock, stores, store: stores[0]!, close };
    };

    it(`does as the model, seed ${SEED}`, async () => {
      const { quarry, clock, store, close } = await site();
      let told = 0;
      const tell = fc.asyncProperty(story, (commands) =>
        new WorkWorld({ store, clock, quarry, alone, name: `quarry/${++told}` }).live(commands),
      );
      await fc.assert(tell, { seed: SEED, numRuns: STORIES });
      await close();
    });

    it('runs each work to its end, whichever node it was asked of', async () => {
      const { quarry, clock, stores, close } = await site({
        async run(job: Job<string>) {
          for (let n = (await job.read(quarry.dug, { key: job.key })).length; n < 5; n++) {
            await job.save(quarry.haul, { key: job.key, what: `${n}` }, n);
          }
        },
      });
      const silent = { debug() {}, info() {}, warn() {}, error() {} };
      const guard = { trusted: () => true };
      const nodes = await Promise.all(
        stores.map((store, n) => {
          const runner = createInlineRunner(store, [quarry.dig]);
          return createWorks({ store, clock, log: silent, guard, works: [quarry.dig], runner, node: `${n}` });
        }),
      );
      const keys = Array.from({ length: WORKS }, (_, n) => `quarry/${n}`);
      await Promise.all(keys.map((key, n) => stores[n % stores.length]!.write(quarry.ask, { key })));
      for (const key of keys) {
        await vi.waitFor(
          async () =>
            expect(await stores[0]!.read(quarry.dug, { key })).toEqual(['0', '1', '2', '3', '4', 'done']),
          { timeout: 30_000, interval: 20 },
        );
      }
      await Promise.all(nodes.map((node) => node.stop(0)));
      await close();
    });

    it('gives each work to one of those who claim at once', async () => {
      const { quarry, clock, stores, store, close } = await site();
      for (let n = 0; n < WORKS; n++) await store.write(quarry.ask, { key: `quarry/${n}` });
      const room: Room = {
        node: 'one of many',
        places: 2,
        kinds: { [quarry.dig.name]: 2 },
        until: clock.now() + 30_000,
        takeOver: true,
      };
      const claims: Claimed[] = [];
      while (claims.length < WORKS) {
        const round = await Promise.all(
          stores.flatMap((each) => [1, 2].map(() => each.write(claimWork, room))),
        );
        const found = round.flatMap(({ claimed }) => claimed);
        expect(found).not.toEqual([]);
        claims.push(...found);
      }
      expect(new Set(claims.map((claim) => claim.id)).size).toBe(WORKS);
      expect(claims).toHaveLength(WORKS);
      await close();
    });

    it('keeps what was saved before a stop, and nothing behind it', async () => {
      const { quarry, clock, stores, store, close } = await site();
      const key = 'quarry/1';
      const until = clock.now() + 30_000;
      const room: Room = { node: 'a', places: 1, kinds: { [quarry.dig.name]: 1 }, until, takeOver: true };
      await store.write(quarry.ask, { key });
      const [claim] = (await store.write(claimWork, room)).claimed;
      const { id, run } = claim!;
      const save = (n: number) => {
        const args = { key, what: `${n}` };
        return stores[n % stores.length]!.write(saveWork, {
          id,
          run,
          op: quarry.haul.name,
          args,
          checkpoint: n,
          until,
        });
      };
      await save(0);
      const [saved] = await Promise.all([
        Promise.allSettled(Array.from({ length: 10 }, (_, n) => save(n + 1))),
        store.write(quarry.stop, { key, stays: 'keep' }),
      ]);
      const kept = 1 + saved.filter(({ status }) => status === 'fulfilled').length;
      await expect(save(11)).rejects.toMatchObject({ code: 'KERNEL_WORK_SUPERSEDED' });
      expect(await store.read(quarry.dug, { key })).toHaveLength(kept);
      await close();
    });
  });
}
