import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Commit, Store } from '../ports/store.ts';
import * as app from './store-app.ts';
import type { StoreAppConfig } from './store-app.ts';

/** Where one test's data lives: a folder, a database. Opened again, it holds what was committed. */
export interface StorePlace {
  open(config: StoreAppConfig, now: () => number): Promise<Store>;
  /** The stores are closed by then. */
  remove(): Promise<void>;
}

/** The apps' module for stores whose threads import it. */
export const storeAppModule = new URL('./store-app.ts', import.meta.url);

const PLAIN: StoreAppConfig = { schema: 'plain' };
const START = 1_700_000_000_000;

/** What every `Store` must do, whatever it stands on. */
export function storeSuite(name: string, makePlace: () => Promise<StorePlace>): void {
  describe(`Store on ${name}`, () => {
    let place: StorePlace;
    let store: Store;
    let commits: Commit[];
    let now: number;

    beforeEach(async () => {
      now = START;
      place = await makePlace();
      await open();
    });

    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    async function open(config = PLAIN): Promise<void> {
      store = await place.open(config, () => now);
      commits = [];
      store.onCommit((commit) => commits.push(commit));
    }

    async function reopen(config = PLAIN): Promise<void> {
      await store.close();
      await open(config);
    }

    const refused = (code: string) => expect.objectContaining({ name: 'CodedError', code });

    describe('writes', () => {
      it('K1: what has resolved is there after a restart', async () => {
        await store.write(app.add, { name: 'a' });
        await reopen();
        expect(await store.read(app.names, null)).toEqual(['a']);
      });

      it('K1: tells the listeners of a commit before its calls resolve, in commit order', async () => {
        const told: string[] = [];
        store.onCommit(({ publications }) =>
          told.push(...publications.map(({ message }) => `heard ${String(message)}`)),
        );
        await Promise.all(
          ['a', 'b', 'c'].map(async (message) => {
            await store.write(app.say, { room: 'state', key: 'suite/1', message });
            told.push(`done ${message}`);
          }),
        );
        expect(told.toSorted()).toEqual(['done a', 'done b', 'done c', 'heard a', 'heard b', 'heard c']);
        for (const message of ['a', 'b', 'c']) {
          expect(told.indexOf(`heard ${message}`)).toBeLessThan(told.indexOf(`done ${message}`));
        }
      });

      it('numbers commits by ones, also over a restart', async () => {
        for (const each of ['a', 'b']) await store.write(app.add, { name: each });
        const before = commits.map(({ at }) => at);
        await reopen();
        await store.write(app.add, { name: 'c' });
        const all = [...before, ...commits.map(({ at }) => at)];
        expect(all).toEqual([all[0], all[0]! + 1, all[0]! + 2]);
      });

      it('stops telling a listener that has left', async () => {
        let heard = 0;
        const leave = store.onCommit(() => heard++);
        await store.write(app.add, { name: 'a' });
        leave();
        await store.write(app.add, { name: 'b' });
        expect(heard).toBe(1);
      });

      it('keeps the order of one tick and gives each op the moment of its call', async () => {
        const moments: Promise<number>[] = [];
        for (const each of ['a', 'b', 'c']) {
          moments.push(store.write(app.add, { name: each }));
          now += 5;
        }
        expect(await Promise.all(moments)).toEqual([START, START + 5, START + 10]);
        expect((await store.read(app.names, null)).toSorted()).toEqual(['a', 'b', 'c']);
      });

      it('loses no update of rows that are read, locked and written back', async () => {
        await store.write(app.add, { name: 'counter' });
        const values = await Promise.all(
          Array.from({ length: 40 }, () => store.write(app.increase, { id: 1 })),
        );
        expect(values.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
      });

      it('never gives an id twice, also over a restart', async () => {
        const first = await store.write(app.postAndForget, { key: 'suite/1', ref: 'a' });
        await reopen();
        const second = await store.write(app.postAndForget, { key: 'suite/1', ref: 'b' });
        expect(second).toBeGreaterThan(first);
      });

      it('carries plain data both ways', async () => {
        const args = { text: '驿站 ☕', bytes: new Uint8Array([0, 255]), list: [1, null, { deep: true }] };
        expect(await store.write(app.echo, args)).toEqual(args);
        expect(await store.read(app.echo, args)).toEqual(args);
      });
    });

    describe('refusals and failures', () => {
      it('returns a refusal and changes nothing', async () => {
        expect(await store.write(app.refuseIt, null)).toEqual({
          refuse: 'SUITE_NO',
          detail: { why: 'asked to' },
        });
        expect(commits).toEqual([]);
      });

      it.each(['nothing', 'a row'] as const)(
        'rejects an op that throws after writing %s, alone among its neighbours',
        async (after) => {
          const results = await Promise.allSettled([
            store.write(app.add, { name: 'before' }),
            store.write(app.fail, { after, how: 'coded' }),
            store.write(app.add, { name: 'behind' }),
            store.write(app.say, { room: 'log', key: 'suite/1', message: 'once' }),
          ]);
          expect(results.map(({ status }) => status)).toEqual([
            'fulfilled',
            'rejected',
            'fulfilled',
            'fulfilled',
          ]);
          expect(results[1]).toMatchObject({ reason: { code: 'SUITE_NO', detail: { after } } });
          expect((await store.read(app.names, null)).toSorted()).toEqual(['before', 'behind']);
          expect(commits.flatMap(({ publications }) => publications)).toEqual([
            { room: 'suite.log', key: 'suite/1', message: 'once', seq: 1 },
          ]);
        },
      );

      it('rejects every op of a group in which all throw, and goes on', async () => {
        const failing = { after: 'a row', how: 'bug' } as const;
        const results = await Promise.allSettled([
          store.write(app.fail, failing),
          store.write(app.fail, failing),
        ]);
        expect(results.map((each) => each.status === 'rejected' && each.reason)).toEqual([
          refused('KERNEL_INTERNAL'),
          refused('KERNEL_INTERNAL'),
        ]);
        await store.write(app.add, { name: 'later' });
        expect(await store.read(app.names, null)).toEqual(['later']);
      });

      it('knows only the ops of its catalog', async () => {
        await expect(store.write(app.unknown, null)).rejects.toEqual(refused('KERNEL_UNKNOWN_OP'));
        await expect(store.read(app.unknown, null)).rejects.toEqual(refused('KERNEL_UNKNOWN_OP'));
      });

      it('goes on after an op that published what is no plain data', async () => {
        await store.write(app.sayUncloneable, null);
        expect(commits.at(-1)?.publications.at(-1)?.message).toBe('plain');
        await store.write(app.add, { name: 'later' });
        expect(await store.read(app.names, null)).toEqual(['later']);
      });

      it('rejects what is no plain data, alone among its neighbours', async () => {
        const results = await Promise.allSettled([
          store.write(app.add, { name: 'before' }),
          store.write(app.echo, () => 'a function'),
          store.write(app.uncloneable, null),
          store.write(app.add, { name: 'behind' }),
        ]);
        expect(results.map(({ status }) => status)).toEqual([
          'fulfilled',
          'rejected',
          'rejected',
          'fulfilled',
        ]);
        expect((await store.read(app.names, null)).toSorted()).toEqual(['before', 'behind']);
      });
    });

    describe('reads', () => {
      it('sees every write that resolved before', async () => {
        for (const each of ['a', 'b', 'c']) {
          await store.write(app.add, { name: each });
          expect(await store.read(app.names, null)).toContain(each);
        }
      });

      it('knows the number of the commit it sees', async () => {
        await store.write(app.add, { name: 'a' });
        expect(await store.read(app.commitNumber, null)).toBe(commits.at(-1)!.at);
      });

      it('cannot write', async () => {
        await expect(store.read(app.add, { name: 'by a read' })).rejects.toMatchObject({
          name: 'CodedError',
        });
        expect(await store.read(app.names, null)).toEqual([]);
      });

      it('goes on after one that threw', async () => {
        await expect(store.read(app.fail, { after: 'nothing', how: 'bug' })).rejects.toEqual(
          refused('KERNEL_INTERNAL'),
        );
        expect(await store.read(app.names, null)).toEqual([]);
      });
    });

    describe('once', () => {
      const once = { scope: 'suite', key: 'k', fingerprint: 'f' };

      it('gives the first answer again and does the work once, also in one tick and over a restart', async () => {
        const add = () => store.once(app.add, { name: 'a' }, once);
        const both = await Promise.all([add(), add()]);
        now += 1_000;
        await reopen();
        const later = await add();
        expect(later).toEqual({ value: START, replayed: true });
        expect(both.map(({ value }) => value)).toEqual([START, START]);
        expect(both.filter(({ replayed }) => !replayed)).toHaveLength(1);
        expect(await store.read(app.names, null)).toEqual(['a']);
      });

      it('refuses the key for another content', async () => {
        await store.once(app.add, { name: 'a' }, once);
        await expect(store.once(app.add, { name: 'b' }, { ...once, fingerprint: 'other' })).rejects.toEqual(
          refused('KERNEL_KEY_REUSED'),
        );
        expect(await store.read(app.names, null)).toEqual(['a']);
      });

      it('keeps nothing of a call that failed: it may be tried again', async () => {
        await expect(store.once(app.fail, { after: 'a row', how: 'coded' }, once)).rejects.toEqual(
          refused('SUITE_NO'),
        );
        expect(await store.once(app.add, { name: 'a' }, once)).toEqual({ value: START, replayed: false });
      });

      it('does not use the key up for a refusal: what was wanting then may be there later', async () => {
        await store.once(app.refuseIt, null, once);
        expect(await store.once(app.add, { name: 'a' }, once)).toEqual({ value: START, replayed: false });
      });
    });

    describe('what commits say', () => {
      it('K2: publications of state and log rooms, the log numbered per key', async () => {
        await store.write(app.say, { room: 'log', key: 'suite/1', message: 'a' });
        await store.write(app.say, { room: 'log', key: 'suite/2', message: 'b' });
        await store.write(app.say, { room: 'log', key: 'suite/1', message: 'c' });
        await store.write(app.say, { room: 'state', key: 'suite/1', message: 'd' });
        expect(commits.flatMap(({ publications }) => publications)).toEqual([
          { room: 'suite.log', key: 'suite/1', message: 'a', seq: 1 },
          { room: 'suite.log', key: 'suite/2', message: 'b', seq: 1 },
          { room: 'suite.log', key: 'suite/1', message: 'c', seq: 2 },
          { room: 'suite.state', key: 'suite/1', message: 'd' },
        ]);
      });

      it('K2: a wake for each mailbox that got something, and what is due first', async () => {
        await store.write(app.post, { key: 'suite/1', ref: 'a', expires: START + 500 });
        await store.write(app.remind, { entity: 'suite/1', at: START + 100 });
        await store.write(app.remind, { entity: 'suite/1', at: null });
        expect(commits.map(({ wakes, due }) => ({ wakes, due }))).toEqual([
          { wakes: [{ box: 'suite.box', key: 'suite/1', why: 'posted' }], due: START + 500 },
          { wakes: [], due: START + 100 },
          { wakes: [], due: null },
        ]);
      });

      it('K10: nothing of a post beyond the bound', async () => {
        for (const ref of ['a', 'b', 'c']) await store.write(app.post, { key: 'suite/1', ref });
        const before = commits.length;
        await expect(store.write(app.post, { key: 'suite/1', ref: 'd' })).rejects.toEqual(
          refused('KERNEL_MAILBOX_FULL'),
        );
        expect(commits).toHaveLength(before);
        await store.write(app.post, { key: 'suite/2', ref: 'd' });
      });
    });

    describe('opening and closing', () => {
      it('keeps its epoch', async () => {
        const { epoch } = store;
        await reopen();
        expect(store.epoch).toBe(epoch);
        expect(epoch.length).toBeGreaterThan(8);
      });

      it('leaves nothing of a migration that failed', async () => {
        await store.close();
        await expect(place.open({ schema: 'broken' }, () => now)).rejects.toMatchObject({
          name: 'CodedError',
        });
        await open({ schema: 'newer' });
        expect(await store.read(app.names, null)).toEqual([]);
      });

      it('refuses data of a newer version, and keeps that of an app that is switched off', async () => {
        await store.write(app.add, { name: 'a' });
        await reopen({ schema: 'newer' });
        await reopen({ schema: 'off' });
        await store.close();
        await expect(place.open(PLAIN, () => now)).rejects.toMatchObject({
          code: 'STORE_SCHEMA_NEWER',
          detail: { migrations: ['suite-3-newer'] },
        });
        await open({ schema: 'newer' });
        expect(await store.read(app.names, null)).toEqual(['a']);
      });

      it('finishes what is in hand and refuses what comes later', async () => {
        const writes = ['a', 'b'].map((each) => store.write(app.add, { name: each }));
        const reading = store.read(app.names, null);
        const closing = store.close();
        await expect(store.write(app.add, { name: 'late' })).rejects.toEqual(
          refused('KERNEL_STORE_UNAVAILABLE'),
        );
        await expect(store.read(app.names, null)).rejects.toEqual(refused('KERNEL_STORE_UNAVAILABLE'));
        await Promise.all([...writes, reading, closing]);
        await open();
        expect((await store.read(app.names, null)).toSorted()).toEqual(['a', 'b']);
      });
    });
  });
}
