import type { Item, Lease, Peer, Report } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { describe, expect, it } from 'vitest';
import type { JobBody } from '../rules.ts';
import { Hand } from './hand.ts';

/** A hand on a peer that only notes, under a lease that starts everything. */
function hold(journal: string | null) {
  const clock = createFakeClock(0);
  const sent: unknown[] = [];
  const reports: [number, Report][] = [];
  let asked = 0;
  const peer = {
    id: 'p',
    rtt: 0,
    queued: 0,
    send: (message: unknown) => void sent.push(message),
    alive: () => {
      asked++;
      return Promise.resolve(true);
    },
  };
  const lease = {
    start: () => Promise.resolve(true),
    report: (item: number, report: Report) => Promise.resolve(void reports.push([item, report])),
  } as unknown as Lease;
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const hand = new Hand(peer as unknown as Peer, journal, { clock, log, epoch: 'E' });
  const deliver = async (id: number, state: Item<JobBody>['state'] = 'waiting') => {
    const body: JobBody = { job: id, payload: { name: id }, queue: false, attempt: 1 };
    hand.deliver({ id, state, body } as Item<JobBody>, lease);
    // As many turns as it takes at most.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { clock, hand, peer, sent, reports, deliver, asked: () => asked };
}
const received = (id: number) => [id, { is: 'over', how: 'done', report: { evidence: 'received' } }];

describe('what a page that never reports has in hand', () => {
  it('is proven by a pong whose ping went after the frame, and by no other', async () => {
    const { clock, hand, peer, sent, reports, deliver } = hold(null);
    await deliver(1);
    expect(sent).toEqual([{ event: 'print', args: [{ name: 1 }] }]);
    clock.advance(200);
    await deliver(2);
    clock.advance(100);
    // This ping left 300 ms ago, in the tick of the first frame: it may have gone before it.
    peer.rtt = 300;
    hand.pong();
    expect(reports).toEqual([]);
    // This one left 150 ms ago: after the first, before the second.
    peer.rtt = 150;
    hand.pong();
    expect(reports).toEqual([received(1)]);
    clock.advance(1_000);
    peer.rtt = 20;
    hand.pong();
    expect(reports).toEqual([received(1), received(2)]);
  });

  it('is unknown when the socket goes', async () => {
    const { hand, reports, deliver } = hold(null);
    await deliver(1);
    hand.lost();
    expect(reports).toEqual([[1, { is: 'over', how: 'unknown' }]]);
  });

  it('is asked for out of turn when it is much', async () => {
    const { clock, deliver, asked } = hold(null);
    for (let id = 1; id <= 70; id++) await deliver(id);
    expect(asked()).toBe(0);
    clock.advance(100);
    expect(asked()).toBe(1);
  });
});

describe('what a station that reports has in hand', () => {
  it('is named, and ends by its word alone', async () => {
    const { clock, hand, sent, reports, deliver } = hold('journal');
    await deliver(1);
    expect(sent).toEqual([{ event: 'print', args: [{ name: 1 }, { job: 'E.1' }] }]);
    clock.advance(60_000);
    hand.pong();
    expect(reports).toEqual([]);
    expect(await hand.taken(1, 'journal')).toBe(true);
    expect(await hand.over(1, 'done', { evidence: 'reported' })).toBe(true);
    expect(await hand.over(1, 'done', {})).toBe(false);
    expect(reports.map(([, report]) => report.is)).toEqual(['taken', 'over']);
  });

  it('is left to its journal when the socket goes, and asked for again', async () => {
    const { hand, sent, reports, deliver } = hold('journal');
    await deliver(1, 'taken');
    expect(sent).toEqual([{ event: 'print', args: [{ name: 1 }, { job: 'E.1', again: true }] }]);
    hand.lost();
    expect(reports).toEqual([]);
  });
});
