import type { Fact } from '@posthouse/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENCE, JOB_STATES, ORDER_STATUSES } from './contract/states.ts';
import { confirmOrder, priceOrder, toCents } from './rules/order.ts';
import { routeOrder } from './rules/routing.ts';
import {
  decidePaper,
  foldJob,
  hasEnded,
  oldStatus,
  type PaperBody,
  type PaperEvent,
  type PaperState,
} from './rules.ts';

const NOW = 1_000_000;

const body: PaperBody = {
  job: 7,
  copy: 1,
  attempt: 1,
  copies: 1,
  priority: 1,
  type: 'order',
  content: 'x',
  order: { id: 3, status: 'confirmed', totalCents: 100, createdAt: 0, phone: null },
  printer: { id: 2, name: 'A', ip: null, paperWidth: 80, type: 'thermal', commandSet: 'escpos' },
};

const paperIs = (status: PaperState['status'], more: Partial<PaperState> = {}): PaperState => ({
  status,
  attempt: 1,
  failures: 0,
  evidence: null,
  error: null,
  ...more,
});

const event = (fact: Fact, more: Partial<PaperEvent> = {}): PaperEvent => ({
  fact,
  item: { key: 'print/printer/2', body, expires: NOW + 5_000 },
  mute: false,
  maxRetries: 3,
  retryDelay: 100,
  ...more,
});

const after = (paper: PaperState, fact: Fact, more?: Partial<PaperEvent>) =>
  decidePaper(paper, event(fact, more), NOW);

const over = (how: 'done' | 'refused' | 'expired' | 'revoked' | 'unknown', report?: unknown): Fact => ({
  is: 'over',
  how,
  ...(report !== undefined && { report }),
});

describe('how a paper follows its delivery (K3)', () => {
  it.each<[Fact, PaperState['status'], boolean]>([
    [{ is: 'started', lease: 1 }, 'printing', false],
    [{ is: 'taken', by: 'journal' }, 'at_agent', false],
    [over('done', { evidence: 'printed' }), 'completed', false],
    [over('done', { evidence: 'received' }), 'unconfirmed', false],
    [over('done', { evidence: 'spooled' }), 'unconfirmed', false],
    [over('expired'), 'expired', false],
    [over('revoked'), 'cancelled', false],
    [over('unknown'), 'uncertain', false],
    [over('unknown'), 'unconfirmed', true],
  ])('%j makes it %s (mute: %s)', (fact, status, mute) => {
    const { state, effects } = after(paperIs('waiting'), fact, { mute });
    expect(state.status).toBe(status);
    expect(effects).toEqual([]);
  });

  it.each([true, false])('asks a person about what came from a backup, whoever had it (mute: %s)', (mute) => {
    const { state } = after(paperIs('waiting'), over('unknown', { reason: 'restored' }), { mute });
    expect(state).toMatchObject({ status: 'uncertain', evidence: null, error: 'PRINT_PAPER_RESTORED' });
  });

  it('posts the next attempt after a refusal, later each time, with the same expiry', () => {
    const { state, effects } = after(
      paperIs('printing', { failures: 1 }),
      over('refused', { message: '缺纸' }),
    );
    expect(state).toMatchObject({ status: 'waiting', attempt: 2, failures: 2, error: '缺纸' });
    expect(effects).toEqual([
      {
        do: 'post',
        box: 'papers',
        key: 'print/printer/2',
        body: { ...body, attempt: 2 },
        how: { ref: '7/1/2', lost: 'ask', priority: 1, notBefore: NOW + 200, expires: NOW + 5_000 },
      },
    ]);
  });

  it('fails for good when retries are used up, but a failure before byte one does not count', () => {
    const last = paperIs('printing', { failures: 2 });
    expect(after(last, over('refused'))).toMatchObject({
      state: { status: 'failed', failures: 3 },
      effects: [],
    });
    expect(after(last, over('refused', { before: true })).state).toMatchObject({
      status: 'waiting',
      failures: 2,
    });
  });

  it('lets late truth answer an open question, and only such (K5)', () => {
    const late: Fact = { is: 'evidence', report: { how: 'done', report: { evidence: 'consumed' } } };
    expect(after(paperIs('uncertain'), late).state).toMatchObject({
      status: 'completed',
      evidence: 'consumed',
    });
    const said: Fact = { is: 'evidence', report: { says: 'completed', owner: true } };
    expect(after(paperIs('unconfirmed'), said).state).toMatchObject({
      status: 'completed',
      evidence: 'reported',
    });
    for (const status of JOB_STATES.filter((state) => state !== 'uncertain' && state !== 'unconfirmed')) {
      const paper = paperIs(status);
      expect(after(paper, said).state).toBe(paper);
    }
  });

  it('does not take for an answer that a paper was only handed on', () => {
    const sent = paperIs('unconfirmed', { evidence: 'received' });
    const spooled: Fact = { is: 'evidence', report: { how: 'done', report: { evidence: 'spooled' } } };
    expect(after(sent, spooled).state).toBe(sent);
    expect(after(paperIs('uncertain'), spooled).state).toMatchObject({
      status: 'unconfirmed',
      evidence: 'spooled',
    });
  });

  it('does not believe a stranger, nor anything said of an older attempt', () => {
    const paper = paperIs('uncertain');
    expect(after(paper, { is: 'evidence', report: { says: 'completed', owner: false } }).state).toBe(paper);
    const second = paperIs('uncertain', { attempt: 2 });
    expect(after(second, { is: 'evidence', report: { says: 'completed' } }).state).toBe(second);
    expect(after(second, over('done')).state).toBe(second);
  });

  it('asks again when it turns out that an uncertain paper did not print', () => {
    const { state, effects } = after(paperIs('uncertain'), { is: 'evidence', report: { says: 'failed' } });
    expect(state).toMatchObject({ status: 'waiting', attempt: 2 });
    expect(effects).toHaveLength(1);
  });

  it('survives any report at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...JOB_STATES), fc.jsonValue(), (status, report) => {
        const { state } = after(paperIs(status), { is: 'evidence', report });
        expect(JOB_STATES).toContain(state.status);
      }),
    );
  });
});

describe('a job', () => {
  it('moves while one of its papers moves, then is the worst of their ends', () => {
    expect(foldJob([paperIs('completed'), paperIs('waiting')]).status).toBe('waiting');
    expect(foldJob([paperIs('waiting'), paperIs('printing')]).status).toBe('printing');
    expect(foldJob([paperIs('completed'), paperIs('uncertain'), paperIs('failed')]).status).toBe('uncertain');
    expect(foldJob([paperIs('completed'), paperIs('unconfirmed')]).status).toBe('unconfirmed');
  });

  it('has the weakest evidence of its papers, and none while one has none', () => {
    const proven = EVIDENCE.map((evidence) => paperIs('completed', { evidence }));
    expect(foldJob(proven.slice(0, 2)).evidence).toBe('consumed');
    expect(foldJob([...proven, paperIs('waiting')]).evidence).toBeNull();
  });

  it('shows old clients and pages one of their five words', () => {
    expect(JOB_STATES.map(oldStatus).join(' ')).toBe(
      'pending printing printing completed failed completed failed failed cancelled',
    );
    expect(JOB_STATES.filter((state) => !hasEnded(state))).toEqual(['waiting', 'printing', 'at_agent']);
  });
});

describe('an order', () => {
  it('is confirmed once, paid ones too, and no other state allows it', () => {
    const fresh = ORDER_STATUSES.map((status) => confirmOrder({ status, confirmedAt: null }));
    expect(fresh.filter((answer) => !('refuse' in answer))).toEqual([
      { first: true, status: 'confirmed' },
      { first: true, status: 'paid' },
    ]);
    expect(confirmOrder({ status: 'confirmed', confirmedAt: 1 })).toEqual({
      first: false,
      status: 'confirmed',
    });
    expect(confirmOrder({ status: 'cancelled', confirmedAt: 1 })).toMatchObject({
      refuse: 'PRINT_ORDER_NOT_CONFIRMABLE',
    });
  });

  it('is priced in cents by the server', () => {
    expect(priceOrder([{ quantity: 3, unit_price: 10.05 }])).toMatchObject({ totalCents: 3_015 });
    expect(priceOrder([{ quantity: 1, unit_price: 10.055 }])).toMatchObject({
      refuse: 'PRINT_PRICE_INVALID',
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (cents) => {
        expect(toCents(cents / 100)).toBe(cents);
      }),
    );
  });

  it('goes to every active printer that prints orders, to a chosen one alone, or to anybody', () => {
    const printers = [
      { id: 1, active: true, autoPrint: true },
      { id: 2, active: false, autoPrint: true },
      { id: 3, active: true, autoPrint: false },
      { id: 4, active: true, autoPrint: true },
    ];
    expect(routeOrder(printers, null)).toEqual([printers[0], printers[3]]);
    expect(routeOrder(printers, 3)).toEqual([printers[2]]);
    expect(routeOrder(printers, 2)).toMatchObject({ refuse: 'PRINT_PRINTER_DISABLED' });
    expect(routeOrder(printers, 9)).toMatchObject({ refuse: 'PRINT_PRINTER_UNKNOWN' });
    expect(routeOrder(printers.slice(1, 3), null)).toEqual([null]);
  });
});
