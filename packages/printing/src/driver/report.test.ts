import { describe, expect, it } from 'vitest';
import type { DriverState, Outcome } from './outcome.ts';
import { reportOf, stateWord } from './report.ts';

describe('what a mailbox is told of a paper', () => {
  it.each<[Outcome, boolean, unknown]>([
    [{ how: 'confirmed', evidence: 'printed' }, true, ['done', { evidence: 'printed' }]],
    [{ how: 'confirmed', evidence: 'consumed' }, true, ['done', { evidence: 'consumed' }]],
    [{ how: 'unconfirmed', evidence: 'sent' }, true, ['done', { evidence: 'received' }]],
    [{ how: 'unconfirmed', evidence: 'spooled' }, true, ['done', { evidence: 'spooled' }]],
    [{ how: 'unknown', reason: 'stalled' }, true, ['unknown', { reason: 'stalled' }]],
    [{ how: 'failed-before', reason: 'paper-out' }, true, ['refused', { before: true, reason: 'paper-out' }]],
    [{ how: 'failed-before', reason: 'unreachable' }, false, null],
    [{ how: 'revoked' }, false, null],
  ])('%j (begun: %s): %j', (outcome, started, expected) => {
    const report = reportOf(outcome, started);
    expect(report?.is === 'over' ? [report.how, report.report] : report).toEqual(expected);
  });
});

describe('the word for a printer', () => {
  const well = { online: true, cover: 'closed', paper: 'ok', error: false } as const;
  it.each<[DriverState, string]>([
    [{ link: 'closed', status: null, trouble: null }, 'ready'],
    [{ link: 'open', status: well, trouble: null }, 'ready'],
    [{ link: 'open', status: { ...well, paper: 'low' }, trouble: null }, 'paper-low'],
    [{ link: 'open', status: { ...well, paper: 'out' }, trouble: 'paper-out' }, 'paper-out'],
    [{ link: 'unreachable', status: null, trouble: null }, 'unreachable'],
    [{ link: 'unreachable', status: null, trouble: 'offline' }, 'offline'],
  ])('%j: %s', (state, word) => expect(stateWord(state)).toBe(word));
});
