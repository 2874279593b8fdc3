import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hold, release, report, start } from '../durable/mailbox-ops.ts';
import { MAILBOX_STEP, pruneMailboxes, type MailboxName } from '../durable/mailbox-rows.ts';
import { TRIM_STEP, trimLogs } from '../durable/trim-logs.ts';
import type { Store } from '../ports/store.ts';
import * as app from './store-app.ts';
import type { StorePlace } from './store-suite.ts';

const key = 'suite/1';
const mailbox = { box: 'suite.box', key };

/** What nobody needs any more goes on every store, and nothing begins anew. */
export function pruningSuite(name: string, makePlace: () => Promise<StorePlace>): void {
  describe(`pruning on ${name}`, () => {
    let place: StorePlace;
    let store: Store;

    beforeEach(async () => {
      place = await makePlace();
      store = await place.open({ schema: 'plain' }, () => 1_700_000_000_000);
    });

    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    async function prune(): Promise<readonly app.MailboxRow[]> {
      let after: MailboxName | null = null;
      do after = await store.write(pruneMailboxes, { after });
      while (after);
      return store.read(app.mailboxes, null);
    }

    const take = () => store.write(hold, { ...mailbox, holder: 'a node', remembers: null });

    it('mailboxes stay while they are held, or while an item is on its way', async () => {
      const { lease } = await take();
      expect(await prune()).toHaveLength(1);
      const item = await store.write(app.post, { key, ref: 'a' });
      await store.write(release, { ...mailbox, lease });
      expect(await prune()).toHaveLength(1);
      expect(await store.write(start, { item, lease, expire: false })).toBe('started');
      expect(await prune()).toHaveLength(1);
      await store.write(report, { item, lease, report: { is: 'over', how: 'done' } });
      expect(await prune()).toEqual([]);
    });

    it('K5 K6: mailboxes come back with higher numbers than any that they had', async () => {
      const { lease } = await take();
      for (const ref of ['a', 'b']) await store.write(app.postAndForget, { key, ref });
      await store.write(release, { ...mailbox, lease });
      expect(await prune()).toEqual([]);
      await store.write(app.postAndForget, { key, ref: 'c' });
      const [posted] = await store.read(app.mailboxes, null);
      expect(posted!.next_seq).toBeGreaterThan(3);
      expect(posted!.lease).toBeGreaterThan(lease);
      expect(await prune()).toEqual([]);
      expect((await take()).lease).toBeGreaterThan(posted!.lease);
    });

    it('K5: an item that began before its mailbox was forgotten can still be spoken of', async () => {
      const { lease } = await take();
      const item = await store.write(app.post, { key, ref: 'a' });
      await store.write(start, { item, lease, expire: false });
      await store.write(report, { item, lease, report: { is: 'over', how: 'done' } });
      await store.write(release, { ...mailbox, lease });
      await prune();
      await store.write(report, { item, lease, report: { is: 'evidence', report: 'late' } });
      expect(await store.write(start, { item, lease, expire: false })).toBe('gone');
    });

    it('K10: mailboxes go a step at a time', async () => {
      const keys = Array.from({ length: MAILBOX_STEP + 1 }, (_, n) => `suite/${n}`);
      for (const each of keys) await store.write(app.postAndForget, { key: each, ref: 'a' });
      const next = await store.write(pruneMailboxes, { after: null });
      expect(await store.read(app.mailboxes, null)).toHaveLength(1);
      expect(next).not.toBeNull();
      expect(await prune()).toEqual([]);
    });

    it('K10: a log is cut to the count that its room keeps, per key or in all, a step at a time', async () => {
      await store.write(app.chatter, { room: 'short', key: 'suite/1', count: 2 });
      await store.write(app.chatter, { room: 'short', key: 'suite/2', count: TRIM_STEP + 50 });
      await store.write(app.chatter, { room: 'shared', key: 'suite/1', count: 5 });
      await store.write(app.chatter, { room: 'shared', key: 'suite/2', count: 2 });
      let after = await store.write(trimLogs, { after: null });
      const left = Object.values(await store.read(app.kept, null)).flat().length;
      expect(left).toBe(2 + TRIM_STEP + 50 + 5 + 2 - TRIM_STEP);
      while (after) after = await store.write(trimLogs, { after });
      const last = TRIM_STEP + 50;
      expect(await store.read(app.kept, null)).toEqual({
        'suite.short suite/1': [1, 2],
        'suite.short suite/2': [last - 2, last - 1, last],
        'suite.shared suite/1': [5],
        'suite.shared suite/2': [6, 7],
      });
    });

    it('K10: a step looks at so many logs and no more', async () => {
      for (let n = 0; n <= TRIM_STEP; n++)
        await store.write(app.chatter, { room: 'short', key: `suite/${n}`, count: 1 });
      const next = await store.write(trimLogs, { after: null });
      expect(next).not.toBeNull();
      const end = await store.write(trimLogs, { after: next });
      expect(end).not.toEqual(next);
      expect(await store.write(trimLogs, { after: end })).toBeNull();
    });
  });
}
