import { describe, expect, it } from 'vitest';
import { timelineOf } from './history.ts';

const at = '2025-07-14T02:30:00.000Z';
const paper = { copy: 1, attempt: 1, status: 'completed', evidence: null, error_message: null } as const;
const event = (what: string, report?: unknown, attempt = 1, copy = 1) => ({
  at,
  copy,
  attempt,
  what,
  ...(report !== undefined && { report }),
});

describe('the timeline of a job', () => {
  it('says what happened and what proves it', () => {
    const entries = timelineOf({
      papers: [paper],
      history: [event('posted'), event('started'), event('done', { evidence: 'printed' })],
    });
    expect(entries.map(({ word, evidence }) => [word, evidence])).toEqual([
      ['posted', null],
      ['started', null],
      ['done', 'printed'],
    ]);
    expect(entries[0]).toMatchObject({ copy: null, attempt: null });
  });

  it('takes an end without a proof as told by the client', () => {
    const [entry] = timelineOf({ papers: [paper], history: [event('done')] });
    expect(entry).toMatchObject({ word: 'done', evidence: 'reported' });
  });

  it('tells once what a printer says again and again', () => {
    const waits = event('evidence', { state: 'paper-out' });
    const entries = timelineOf({
      papers: [paper],
      history: [event('started'), waits, waits, waits, event('evidence', { state: 'ready' }), waits],
    });
    expect(entries.map(({ word, said }) => said ?? word)).toEqual([
      'started',
      'paper-out',
      'ready',
      'paper-out',
    ]);
  });

  it('reads late truth inside its envelope, and what a person decided', () => {
    const entries = timelineOf({
      papers: [paper],
      history: [
        event('unknown', { reason: 'connection-lost' }),
        event('evidence', { how: 'refused', report: { message: '缺纸' } }),
        event('resolved', { printed: false, by: 'user/1' }),
        event('resolved', { printed: true, by: 'user/1' }, 2),
      ],
    });
    expect(entries.map(({ word, said, by, attempt }) => [word, said ?? by, attempt])).toEqual([
      ['unknown', 'connection-lost', 1],
      ['evidence', '缺纸', 1],
      ['notPrinted', 'user/1', 1],
      ['resolved', 'user/1', 2],
    ]);
  });

  it('names the copy where there are several', () => {
    const papers = [paper, { ...paper, copy: 2 }];
    const entries = timelineOf({ papers, history: [event('started'), event('started', undefined, 1, 2)] });
    expect(entries.map(({ copy }) => copy)).toEqual([1, 2]);
  });

  it('survives a report of any shape', () => {
    const reports = [null, 7, 'text', [], { cut: true }, { report: 'x' }, { message: 3 }];
    const entries = timelineOf({ papers: [paper], history: reports.map((one) => event('evidence', one)) });
    expect(entries).toHaveLength(reports.length);
    expect(entries.every(({ said }) => said === null)).toBe(true);
  });
});
