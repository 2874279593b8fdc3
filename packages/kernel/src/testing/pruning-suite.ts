import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hold, release, report, start } from '../durable/mailbox-ops.ts';
import { MAILBOX_STEP, pruneMailboxes, type MailboxName } from '../durable/mailbox-rows.ts';
import type { Store } from '../ports/store.ts';
import * as app from './store-app.ts';
import type { StorePlace } from './store-suite.ts';

const key = 'suite/1';
const mailbox = { box: 'suite.box', key };

/** Mailboxes come and go on every store, and none begins anew. */
export function pruningSuite(name: string, makePlace: () => Promise<StorePlace>): void {
  describe(`mailboxes that nobody uses, on ${name}`, () => {
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

    it('stay while they are held, or while an item is on its way', async () => {
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

    it('K5 K6: come back with higher numbers than any that they had', async () => {
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

    it('K10: go a step at a time', async () => {
      const keys = Array.from({ length: MAILBOX_STEP + 1 }, (_, n) => `suite/${n}`);
      for (const each of keys) await store.write(app.postAndForget, { key: each, ref: 'a' });
      const next = await store.write(pruneMailboxes, { after: null });
      expect(await store.read(app.mailboxes, null)).toHaveLength(1);
      expect(next).not.toBeNull();
      expect(await prune()).toEqual([]);
    });
  });
}
