import type { Fact } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { decideJob, settleJob, stationId, stationKey, type JobBody, type JobRecord } from './rules.ts';

const NOW = 1_000;
const body: JobBody = { job: 7, payload: { name: 'x' }, queue: false, attempt: 1 };
const queued: JobBody = { ...body, queue: true };
const sent: JobRecord = { state: 'sent', evidence: null, error: null };
const uncertain: JobRecord = { state: 'uncertain', evidence: null, error: 'BRIDGE_JOB_UNCERTAIN' };
const unconfirmed: JobRecord = { state: 'unconfirmed', evidence: 'received', error: null };

type Over = Extract<Fact, { is: 'over' }>;
const over = (how: Over['how'], report?: unknown): Over => ({
  is: 'over',
  how,
  ...(report !== undefined && { report }),
});

describe('a job follows its delivery', () => {
  it.each<[string, JobBody, Over, object]>([
    [
      'reported printed',
      body,
      over('done', { evidence: 'reported' }),
      { state: 'completed', evidence: 'reported' },
    ],
    [
      'a pong after it',
      body,
      over('done', { evidence: 'received' }),
      { state: 'unconfirmed', evidence: 'received' },
    ],
    ['reported failed', body, over('refused', { message: '缺纸' }), { state: 'failed', error: '缺纸' }],
    ['the line broke', body, over('unknown'), { state: 'uncertain', error: 'BRIDGE_JOB_UNCERTAIN' }],
    ['nobody there', body, over('revoked'), { state: 'offline', error: 'BRIDGE_STATION_OFFLINE' }],
    ['taken back', queued, over('revoked'), { state: 'cancelled' }],
    ['waited too long', queued, over('expired'), { state: 'expired', error: 'BRIDGE_JOB_EXPIRED' }],
    ['gone before byte one', body, over('refused', { before: true }), { state: 'offline' }],
  ])('%s', (_, job, fact, change) => {
    expect(decideJob(sent, job, fact, NOW)).toMatchObject({ ...change, ended_at: NOW });
  });

  it('waits again when nothing had left and it may wait', () => {
    const change = decideJob(sent, queued, over('refused', { before: true }), NOW);
    expect(change).toEqual({ state: 'waiting', again: true });
  });

  it('is received when the station has stored it', () => {
    const change = decideJob(sent, body, { is: 'taken', by: 'journal' }, NOW);
    expect(change).toEqual({ state: 'received', received_at: NOW });
  });
});

describe('late truth (K5)', () => {
  const late = (job: JobRecord, how: string, report: object = {}) =>
    decideJob(job, body, { is: 'evidence', report: { how, report } }, NOW);

  it('answers a question, and betters a weaker proof', () => {
    expect(late(uncertain, 'done', { evidence: 'received' })).toMatchObject({ state: 'unconfirmed' });
    expect(late(uncertain, 'refused', { message: '卡纸' })).toMatchObject({ state: 'failed', error: '卡纸' });
    expect(late(unconfirmed, 'done', { evidence: 'reported' })).toMatchObject({ state: 'completed' });
  });

  it('changes nothing else', () => {
    expect(late(unconfirmed, 'done', { evidence: 'received' })).toBeNull();
    expect(late(sent, 'done')).toBeNull();
    expect(late({ ...sent, state: 'completed' }, 'refused')).toBeNull();
    expect(decideJob(uncertain, body, { is: 'evidence', report: null }, NOW)).toBeNull();
  });
});

it('a person settles what is uncertain', () => {
  expect(settleJob(true, NOW)).toMatchObject({ state: 'completed', evidence: 'person' });
  expect(settleJob(false, NOW)).toMatchObject({ state: 'failed', evidence: 'person' });
});

describe('a station id', () => {
  it.each(['A', '__proto__', '打印站 1', 'x'.repeat(128), '😀'])('%s is one', (id) => {
    expect(stationId(id)).toBe(id);
    expect(decodeURIComponent(stationKey(id))).toBe(`bridge/station/${id}`);
  });
  it('may be a number', () => expect(stationId(123)).toBe('123'));
  it.each([undefined, null, '', {}, ['A'], true, 'x'.repeat(129), 'a\nb', 'a\u0000', '\ud800'])(
    '%j is none',
    (id) => expect(stationId(id)).toBeNull(),
  );
});
