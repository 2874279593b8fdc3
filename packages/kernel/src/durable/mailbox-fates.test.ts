import { describe, expect, it } from 'vitest';
import { Clerk, desk, KEY, leased } from '../testing/desk.ts';

describe('what becomes of an item', () => {
  it('K4 ends an interrupted ask item unknown when the next holder does not remember it', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const first = new Clerk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, first));
    await rest();
    await lease.start(id);
    await boxes.hold(box, KEY, new Clerk());
    expect(story('a')).toEqual(['started', 'unknown']);
    expect(lease.lost.aborted).toBe(true);
  });

  it('K4 gives an interrupted ask item back to the holder that remembers it', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk('journal')));
    await rest();
    await lease.start(id);
    const back = new Clerk('journal');
    const again = leased(await boxes.hold(box, KEY, back));
    await rest();
    expect(back.given.map(({ ref, state }) => ({ ref, state }))).toEqual([{ ref: 'a', state: 'started' }]);
    await again.report(id, { is: 'over', how: 'done' });
    expect(story('a')).toEqual(['started', 'done']);
  });

  it('K4 ends a silent ask item unknown, counted from its own start', async () => {
    const { box, boxes, post, pass, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await pass(60_000);
    await lease.start(id);
    await rest();
    await pass(9_000);
    expect(story('a')).toEqual(['started']);
    await pass(2_000);
    expect(story('a')).toEqual(['started', 'unknown']);
  });

  it('K4 counts the silence anew when its holder says that it is at work', async () => {
    const { box, boxes, post, pass, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    for (let n = 0; n < 5; n++) {
      await pass(6_000);
      await lease.report(id, { is: 'evidence', report: 'out of paper' });
    }
    expect(story('a')).not.toContain('unknown');
    await pass(11_000);
    expect(story('a').at(-1)).toBe('unknown');
  });

  it('tries a redeliver item again, waits between tries, and gives up in the end', async () => {
    const { box, boxes, post, pass, rest, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a', { lost: 'redeliver' });
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    await lease.report(id, { is: 'over', how: 'unknown' });
    await rest();
    expect(clerk.refs).toEqual(['a']);
    await pass(1_100);
    expect(clerk.refs).toEqual(['a', 'a']);
    await lease.start(id);
    await lease.report(id, { is: 'over', how: 'unknown' });
    expect(story('a')).toEqual(['started', 'again', 'started', 'unknown']);
  });

  it('K5 keeps what a stale lease says as evidence, and moves nothing', async () => {
    const { box, boxes, post, rest, story, facts } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    await boxes.hold(box, KEY, new Clerk());
    await lease.report(id, { is: 'over', how: 'done', report: 'printed' });
    expect(story('a')).toEqual(['started', 'unknown', 'evidence']);
    expect(facts.at(-1)!.fact).toEqual({ is: 'evidence', report: { how: 'done', report: 'printed' } });
  });

  it('hears a report that is repeated once only', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    for (let n = 0; n < 3; n++) await lease.report(id, { is: 'over', how: 'done' });
    expect(story('a')).toEqual(['started', 'done']);
  });

  it('a taken item neither expires nor goes silent, and makes room in the window', async () => {
    const { box, boxes, post, pass, rest, clock, story } = await desk({ window: { items: 1, bytes: 100 } });
    const clerk = new Clerk('journal');
    const id = await post('a', { expires: clock.now() + 5_000 });
    await post('b');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    await lease.report(id, { is: 'taken', by: 'journal' });
    await pass(120_000);
    expect(story('a')).toEqual(['started', 'taken']);
    expect(clerk.refs).toEqual(['a', 'b']);
  });

  it('expires what waited too long, and what was offered is withdrawn', async () => {
    const { box, boxes, post, pass, rest, clock, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a', { expires: clock.now() + 5_000 });
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await pass(6_000);
    expect(story('a')).toEqual(['expired']);
    expect(clerk.withdrawn).toEqual([id]);
    expect(await lease.start(id)).toBe(false);
  });

  it('revokes what nobody began, and says when it is too late', async () => {
    const { box, boxes, post, rest, revoke, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a');
    await post('b');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    expect(await revoke('a')).toBe('started');
    expect(await revoke('b')).toBe('revoked');
    await lease.report(id, { is: 'over', how: 'done' });
    expect(await revoke('a')).toBe('over');
    expect(story('b')).toEqual(['revoked']);
  });

  it('an unqueued item ends at once when nobody holds the box, and with its holder', async () => {
    const { box, boxes, post, rest, story } = await desk();
    await post('a', { queue: false });
    expect(story('a')).toEqual(['revoked']);
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await post('b', { queue: false });
    await rest();
    expect(story('b')).toEqual([]);
    await lease.release();
    expect(story('b')).toEqual(['revoked']);
  });

  it('a person gives up on an item in hand', async () => {
    const { box, boxes, post, rest, abandon, story } = await desk();
    const id = await post('a');
    await abandon(id);
    expect(story('a')).toEqual([]);
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    await abandon(id);
    expect(story('a')).toEqual(['started', 'unknown']);
  });

  it('rests when what was begun is over, and offers nothing more', async () => {
    const { box, boxes, post, rest, story } = await desk();
    const clerk = new Clerk();
    const id = await post('a');
    const later = await post('b');
    const lease = leased(await boxes.hold(box, KEY, clerk));
    await rest();
    await lease.start(id);
    let rested = false;
    const resting = boxes.rest(60_000).then(() => (rested = true));
    await rest();
    expect(clerk.withdrawn).toEqual([later]);
    expect(rested).toBe(false);
    await lease.report(id, { is: 'over', how: 'done' });
    await resting;
    expect(story('a')).toEqual(['started', 'done']);
    expect(story('b')).toEqual([]);
    expect(await lease.start(later)).toBe(false);
  });

  it('rests no longer than it is given', async () => {
    const { box, boxes, post, rest, clock } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    await lease.start(id);
    const resting = boxes.rest(3_000);
    clock.advance(3_000);
    await expect(resting).resolves.toBeUndefined();
  });

  it.each([
    ['newest', true, 'second'],
    ['first', false, 'first'],
    ['probe', true, 'first'],
    ['probe', false, 'second'],
  ] as const)('rival %s, holder answering %s: the %s holds', async (rival, answers, winner) => {
    const { box, boxes, rest } = await desk({ rival });
    const first = new Clerk();
    first.answers = answers;
    const lease = leased(await boxes.hold(box, KEY, first));
    const second = await boxes.hold(box, KEY, new Clerk());
    await rest();
    expect(second === 'conflict' ? 'first' : 'second').toBe(winner);
    expect(lease.lost.aborted).toBe(winner === 'second');
  });

  it('tells those who wait how an item ended, before and after it did', async () => {
    const { box, boxes, post, rest, clock } = await desk();
    const id = await post('a');
    const lease = leased(await boxes.hold(box, KEY, new Clerk()));
    await rest();
    const early = boxes.settled(id, 5_000);
    await lease.start(id);
    await lease.report(id, { is: 'over', how: 'done', report: 7 });
    expect(await early).toEqual({ is: 'over', how: 'done', report: 7 });
    expect(await boxes.settled(id, 0)).toEqual({ is: 'over', how: 'done', report: 7 });
    const never = boxes.settled(id + 1_000, 5_000);
    await rest();
    clock.advance(5_000);
    expect(await never).toBe('pending');
  });
});
