import { describe, expect, it } from 'vitest';
import type { Item, Lease } from '../ports/mailbox.ts';
import { Clerk, desk, KEY, leased, rest } from '../testing/desk.ts';

describe('mailboxes', () => {
  it('K6 offers in order, no more than the window', async () => {
    const { box, boxes, post, rest } = await desk();
    const clerk = new Clerk();
    for (const ref of ['a', 'b', 'c']) await post(ref);
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    expect(clerk.refs).toEqual(['a', 'b']);
    expect(await lease.start(clerk.given[0]!.id)).toBe(true);
    await lease.report(clerk.given[0]!.id, { is: 'over', how: 'done' });
    await rest();
    expect(clerk.refs).toEqual(['a', 'b', 'c']);
  });

  it('K6 lets one item pass whatever its size, and then heeds the bytes', async () => {
    const { box, boxes, post, rest } = await desk();
    const clerk = new Clerk();
    await post('big', {}, 'x'.repeat(500));
    await post('small');
    await boxes.hold(box, KEY, clerk);
    await rest();
    expect(clerk.refs).toEqual(['big']);
  });

  it('K6 replaces an offer that nobody began by a more urgent item', async () => {
    const { box, boxes, post, rest } = await desk({ order: 'priority', window: { items: 1, bytes: 100 } });
    const clerk = new Clerk();
    const lease = leased(await boxes.hold(box, KEY, clerk));
    const late = await post('late', { priority: 9 });
    await rest();
    await post('urgent', { priority: 1 });
    await rest();
    expect(clerk.refs).toEqual(['late', 'urgent']);
    expect(clerk.withdrawn).toEqual([late]);
    expect(await lease.start(late)).toBe(false);
  });

  it('K6 offers the next item when one is posted in the commit that ends the one in hand', async () => {
    const { box, boxes, post, rest } = await desk({ window: { items: 1, bytes: 100 } });
    const clerk = new Clerk();
    const first = await post('a');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(first);
    await Promise.all([post('b'), lease.report(first, { is: 'over', how: 'done' })]);
    await rest();
    expect(clerk.refs).toEqual(['a', 'b']);
  });

  it('K6 goes on to the next item when one is abandoned in the commit that starts it', async () => {
    const { abandon, box, boxes, post, rest, story } = await desk({ window: { items: 1, bytes: 100 } });
    const clerk = new Clerk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    const [started] = await Promise.all([lease.start(id), abandon(id)]);
    expect(story('a')).toEqual(['started', 'unknown']);
    expect(started).toBe(false);
    await post('b');
    await rest();
    expect(clerk.refs).toEqual(['a', 'b']);
  });

  it('K10 lets nothing due hold up the rest: what fails is looked at again later', async () => {
    let broken = true;
    const facts: [string, string][] = [];
    const { clock, post, pass } = await desk({
      async changed(_tx, item, fact) {
        if (broken && item.ref === 'a') throw new Error('a bug of the app');
        facts.push([item.ref, fact.is]);
      },
    });
    const expires = { expires: clock.now() + 5_000 };
    await post('a', expires);
    await post('b', expires);
    await pass(5_000);
    expect(facts).toEqual([['b', 'over']]);
    broken = false;
    await pass(60_000);
    expect(facts).toEqual([
      ['b', 'over'],
      ['a', 'over'],
    ]);
  });

  it('K10 refuses what goes beyond the bound and keeps nothing of it', async () => {
    const { post, store } = await desk();
    for (const ref of ['a', 'b', 'c']) await post(ref);
    await expect(post('d')).rejects.toMatchObject({ code: 'KERNEL_MAILBOX_FULL' });
    await rest(store);
    await expect(post('d')).rejects.toMatchObject({ code: 'KERNEL_MAILBOX_FULL' });
  });

  it('refuses a second item of one name while the first is not over', async () => {
    const { post, revoke } = await desk();
    await post('a');
    await expect(post('a')).rejects.toMatchObject({ code: 'KERNEL_REF_TAKEN' });
    await revoke('a');
    await post('a');
  });

  it('leaves the key with its holder when the lease of the next one cannot be written', async () => {
    const { box, boxes, disk, post, rest } = await desk();
    const first = new Clerk();
    const lease = leased(await boxes.hold(box, KEY, first));
    disk.full = true;
    await expect(boxes.hold(box, KEY, new Clerk())).rejects.toMatchObject({
      code: 'KERNEL_STORE_UNAVAILABLE',
    });
    disk.full = false;
    const id = await post('a');
    await rest();
    expect(first.refs).toEqual(['a']);
    expect(await lease.start(id)).toBe(true);
  });

  it('tells the callers and the other holders of a commit in which one holder fails', async () => {
    const { box, boxes, post, revoke, rest } = await desk();
    const broken = Object.assign(new Clerk(), {
      revoke() {
        throw new Error('broken');
      },
    });
    await boxes.hold(box, KEY, broken);
    await post('a');
    await rest();
    expect(await revoke('a')).toBe('revoked');
    await post('b');
    await rest();
    expect(broken.refs).toEqual(['a', 'b']);
  });

  it('offers an item whose start could not be written again after a second, not at once', async () => {
    const { box, boxes, disk, pass, post, rest } = await desk();
    const clerk = new Clerk();
    const starts: (boolean | 'failed')[] = [];
    const eager = Object.assign(clerk, {
      deliver(item: Item<string>, lease: Lease) {
        disk.full = clerk.given.push(item) === 1;
        void lease.start(item.id).then(
          (started) => starts.push(started),
          () => starts.push('failed'),
        );
      },
    });
    await boxes.hold(box, KEY, eager);
    await post('a');
    await rest();
    expect(starts).toEqual(['failed']);
    expect(clerk.refs).toEqual(['a']);
    await pass(1_000);
    expect(starts).toEqual(['failed', true]);
  });

  it('gives a lease back that could not be given back at once', async () => {
    const { box, boxes, disk, pass, post, story } = await desk();
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    disk.full = true;
    await expect(lease.release()).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
    await pass(15_000);
    disk.full = false;
    await pass(15_000);
    await post('a', { queue: false });
    expect(story('a')).toEqual(['revoked']);
  });
});
