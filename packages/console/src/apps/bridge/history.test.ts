import type { Job } from '@posthouse/bridge/contract';
import { expect, it } from 'vitest';
import { historyOf } from './history.ts';

const job: Job = {
  id: 1,
  clientId: 'A',
  state: 'waiting',
  queue: true,
  preview: '{"printData":"x"}',
  size: 17,
  evidence: null,
  message: null,
  created_at: '2026-05-01T08:00:00.000Z',
  sent_at: null,
  received_at: null,
  ended_at: null,
  expires_at: '2026-05-02T08:00:00.000Z',
};

it('tells a job from its making to its end, with the proof at the end', () => {
  expect(historyOf(job).map(({ word, tone }) => [word, tone])).toEqual([['queued', 'waits']]);
  const done: Job = {
    ...job,
    queue: false,
    state: 'completed',
    evidence: 'reported',
    sent_at: '2026-05-01T08:00:01.000Z',
    received_at: '2026-05-01T08:00:02.000Z',
    ended_at: '2026-05-01T08:00:03.000Z',
  };
  expect(historyOf(done).map(({ word, tone, evidence }) => [word, tone, evidence])).toEqual([
    ['created', 'off', null],
    ['sent', 'moving', null],
    ['received', 'moving', null],
    ['completed', 'good', 'reported'],
  ]);
});

it('says why a job did not print', () => {
  const failed: Job = {
    ...job,
    state: 'failed',
    message: '打印机缺纸',
    ended_at: '2026-05-01T08:00:03.000Z',
  };
  expect(historyOf(failed).at(-1)).toMatchObject({ word: 'failed', tone: 'bad', message: '打印机缺纸' });
});
