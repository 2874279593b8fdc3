import type { ClientMessage, HubWord } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { ClientError } from './client-error.ts';
import { Holds, type JobHandler } from './holds.ts';
import { Reports } from './reports.ts';

const timestamp = '2026-01-01T00:00:00.000Z';
const mailbox = { box: 'print', key: 'print/any' };

function setUp(handler: JobHandler, remembers?: string) {
  const sent: ClientMessage[] = [];
  const told: unknown[] = [];
  const line = { up: true };
  const waits: { done: () => boolean; resolve: () => void }[] = [];
  const send = (message: ClientMessage) => {
    if (line.up) sent.push(message);
    for (const { done, resolve } of waits) if (done()) resolve();
    return line.up;
  };
  const reports = new Reports(send, 4);
  const holds = new Holds(send, reports);
  const hold = holds.open({ ...mailbox, ...(remembers !== undefined && { remembers }) }, handler, {
    held: (lease) => told.push(['held', lease]),
    conflict: () => told.push('conflict'),
    lost: () => told.push('lost'),
    refused: ({ code }) => told.push(['refused', code]),
    skipped: ({ seq, how }) => told.push(['skipped', seq, how]),
  });
  const all = <T extends ClientMessage['type']>(type: T) =>
    sent.filter((message) => message.type === type) as Extract<ClientMessage, { type: T }>[];
  return {
    sent,
    told,
    line,
    reports,
    holds,
    hold,
    all,
    /** Resolves when so many messages of a type have been sent. */
    saw: async (type: ClientMessage['type'], count = 1): Promise<void> => {
      const done = () => all(type).length >= count;
      if (done()) return;
      await new Promise<void>((resolve) => {
        waits.push({ done, resolve });
      });
    },
    held: () => holds.receive({ type: 'held', timestamp, data: { ...mailbox, lease: 1 } }),
    offer: (item: string, more: Partial<HubWord<'item'>['data']> = {}) =>
      holds.receive({
        type: 'item',
        timestamp,
        data: { item, ...mailbox, seq: 1, tries: 0, body: { text: item }, ...more },
      }),
    say: (type: 'go' | 'revoke', item: string) => holds.receive({ type, timestamp, data: { item } }),
    /** The connection breaks and comes back. */
    comeBack: () => {
      line.up = false;
      holds.lost();
      line.up = true;
      holds.opened();
      reports.repeat('all');
    },
  };
}

const printing: JobHandler = async (job) => {
  if (await job.start()) await job.over('done', { paper: job.item });
};

describe('a held mailbox', () => {
  it('starts an item, does it, and reports until it is recorded (K4)', async () => {
    const { offer, say, all, saw, reports } = setUp(printing);
    offer('e.1');
    await saw('start');
    expect(all('over')).toEqual([]);
    say('go', 'e.1');
    await saw('over');
    expect(all('over')).toEqual([
      { type: 'over', id: 'r1', data: { item: 'e.1', how: 'done', report: { paper: 'e.1' } } },
    ]);
    reports.repeat('old');
    expect(all('over')).toHaveLength(1);
    reports.repeat('old');
    expect(all('over')).toHaveLength(2);
    reports.recorded({ type: 'recorded', timestamp, id: 'r1', data: { item: 'e.1' } });
    reports.repeat('all');
    expect(all('over')).toHaveLength(2);
  });

  it('does not begin what was revoked meanwhile', async () => {
    const began: boolean[] = [];
    const { offer, say, saw, all } = setUp(async (job) => void began.push(await job.start()));
    offer('e.1');
    await saw('start');
    say('revoke', 'e.1');
    offer('e.2');
    await saw('start', 2);
    expect(began).toEqual([false]);
    expect(all('over')).toEqual([]);
  });

  it('never begins an item whose start was asked on a connection that is gone', async () => {
    const began: boolean[] = [];
    const { offer, say, saw, comeBack } = setUp(async (job) => {
      const go = await job.start();
      began.push(go);
      if (go) await job.over('done');
    });
    offer('e.1');
    await saw('start');
    comeBack();
    say('go', 'e.1');
    offer('e.1');
    await saw('start', 2);
    say('go', 'e.1');
    await saw('over');
    expect(began).toEqual([false, true]);
  });

  it('goes on over a reconnection with what is begun, and says again what is not recorded', async () => {
    const paper = Promise.withResolvers<void>();
    let runs = 0;
    const { offer, say, saw, all, sent, comeBack, line } = setUp(async (job) => {
      runs++;
      if (!(await job.start())) return;
      void job.evidence('half');
      await paper.promise;
      await job.over('done');
    }, 'journal');
    offer('e.1');
    await saw('start');
    say('go', 'e.1');
    await saw('evidence');
    line.up = false;
    paper.resolve();
    await Promise.resolve();
    comeBack();
    offer('e.1', { begun: true });
    await saw('over');
    expect(runs).toBe(1);
    expect(all('evidence')).toHaveLength(2);
    const types = sent.map(({ type }) => type);
    expect(types.lastIndexOf('hold')).toBeLessThan(types.lastIndexOf('evidence'));
    expect(types.lastIndexOf('evidence')).toBeLessThan(types.lastIndexOf('over'));
  });

  it('answers what it began in another life from its journal, without a start', async () => {
    const { offer, saw, all } = setUp(async (job) => {
      expect(await job.start()).toBe(false);
      await job.over(job.begun ? 'done' : 'unknown', 'from the journal');
    }, 'journal');
    offer('e.1', { begun: true, tries: 1 });
    await saw('over');
    expect(all('start')).toEqual([]);
    expect(all('over')[0]?.data).toEqual({ item: 'e.1', how: 'done', report: 'from the journal' });
  });

  it('takes a handler that fails before byte one for a refusal, and after it for not known', async () => {
    const { offer, say, saw, all } = setUp(async (job) => {
      if (job.item === 'e.2') await job.start();
      throw new Error('out of paper');
    });
    offer('e.1');
    await saw('start');
    say('go', 'e.1');
    offer('e.2');
    await saw('start', 2);
    say('go', 'e.2');
    await saw('over', 2);
    expect(all('over').map(({ data }) => [data.item, data.how, data.report])).toEqual([
      ['e.1', 'refused', { error: 'out of paper' }],
      ['e.2', 'unknown', { error: 'out of paper' }],
    ]);
  });

  it('takes it quietly when the end of a failed handler can never be recorded', async () => {
    const { offer, say, saw, reports, comeBack, all } = setUp(async (job) => {
      await job.start();
      throw new Error('out of paper');
    });
    offer('e.1');
    await saw('start');
    say('go', 'e.1');
    await saw('over');
    expect(reports.refused('r1', new ClientError('NATIVE_OTHER_EPOCH'))).toBe(true);
    // An unhandled rejection would fail the run.
    await new Promise((resolve) => setImmediate(resolve));
    comeBack();
    expect(all('over')).toHaveLength(1);
  });

  it('asks again for what somebody else holds, and not for what another won', async () => {
    const { holds, held, told, all } = setUp(printing);
    holds.receive({ type: 'conflict', timestamp, data: mailbox });
    holds.repeat();
    expect(all('hold')).toHaveLength(2);
    held();
    holds.repeat();
    expect(all('hold')).toHaveLength(2);
    holds.receive({ type: 'lost', timestamp, data: mailbox });
    holds.opened();
    holds.repeat();
    expect(all('hold')).toHaveLength(2);
    expect(told).toEqual(['conflict', ['held', 1], 'lost']);
  });

  it('hears of what ended undelivered (K6), and of a refusal', () => {
    const { holds, told, all } = setUp(printing);
    holds.receive({ type: 'skipped', timestamp, data: { ...mailbox, seq: 4, how: 'expired' } });
    expect(holds.refused(mailbox, new ClientError('KERNEL_STORE_UNAVAILABLE'))).toBe(true);
    holds.repeat();
    expect(all('hold')).toHaveLength(2);
    holds.refused(mailbox, new ClientError('NATIVE_FORBIDDEN'));
    holds.repeat();
    expect(all('hold')).toHaveLength(2);
    expect(told).toEqual([
      ['skipped', 4, 'expired'],
      ['refused', 'NATIVE_FORBIDDEN'],
    ]);
  });

  it.each(['closed', 'lost'] as const)(
    'withdraws what was offered when it is %s, and lets the hub answer what was asked',
    async (how) => {
      const { holds, hold, offer, say, saw, all } = setUp(async (job) => {
        if (job.item === 'e.2') await new Promise((gone) => job.withdrawn.addEventListener('abort', gone));
        if (await job.start()) await job.over('done');
      });
      offer('e.1');
      offer('e.2');
      await saw('start');
      if (how === 'closed') hold.close();
      else holds.receive({ type: 'lost', timestamp, data: mailbox });
      say('go', 'e.1');
      await saw('over');
      expect(all('start').map(({ data }) => data.item)).toEqual(['e.1']);
      expect(all('over').map(({ data }) => data.item)).toEqual(['e.1']);
    },
  );

  it('withdraws at once from a handler that waits', async () => {
    const withdrawn = Promise.withResolvers<void>();
    const { hold, offer } = setUp((job) => {
      job.withdrawn.addEventListener('abort', () => withdrawn.resolve());
      return withdrawn.promise;
    });
    offer('e.1');
    hold.close();
    await expect(withdrawn.promise).resolves.toBeUndefined();
  });

  it('tells its journal and releases when closed', () => {
    const { hold, sent } = setUp(printing, 'journal');
    hold.close();
    hold.close();
    expect(sent).toEqual([
      { type: 'hold', data: { ...mailbox, remembers: 'journal' } },
      { type: 'release', data: mailbox },
    ]);
  });
});

describe('reports', () => {
  it('are dropped when the hub can never record them, and kept when it cannot now', async () => {
    const { reports, all } = setUp(printing);
    const taken = reports.say({ type: 'taken', data: { item: 'e.1', by: 'j' } });
    expect(reports.refused('r1', new ClientError('KERNEL_STORE_UNAVAILABLE'))).toBe(true);
    reports.repeat('all');
    expect(all('taken')).toHaveLength(2);
    reports.refused('r1', new ClientError('NATIVE_OTHER_EPOCH'));
    await expect(taken).rejects.toMatchObject({ code: 'NATIVE_OTHER_EPOCH' });
    reports.repeat('all');
    expect(all('taken')).toHaveLength(2);
  });

  it('bound evidence, never an end', async () => {
    const { reports, all } = setUp(printing);
    for (let n = 0; n < 4; n++) void reports.say({ type: 'evidence', data: { item: 'e.1', report: n } });
    await expect(reports.say({ type: 'evidence', data: { item: 'e.1', report: 4 } })).rejects.toMatchObject({
      code: 'NATIVE_QUEUE_FULL',
    });
    void reports.say({ type: 'over', data: { item: 'e.1', how: 'done' } });
    expect(all('over')).toHaveLength(1);
  });
});
