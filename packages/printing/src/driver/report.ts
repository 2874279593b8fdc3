import type { Report } from '@posthouse/kernel';
import type { DriverState, Outcome } from './outcome.ts';

/** What a paper's mailbox is told of how printing it ended; null: nothing was begun, so there is nothing to tell. */
export function reportOf(outcome: Outcome, started: boolean): Report | null {
  switch (outcome.how) {
    case 'confirmed':
      return { is: 'over', how: 'done', report: { evidence: outcome.evidence } };
    case 'unconfirmed': {
      const evidence = outcome.evidence === 'spooled' ? 'spooled' : 'received';
      return { is: 'over', how: 'done', report: { evidence } };
    }
    case 'unknown':
      return { is: 'over', how: 'unknown', report: { reason: outcome.reason } };
    case 'failed-before':
      return started
        ? { is: 'over', how: 'refused', report: { before: true, reason: outcome.reason } }
        : null;
    case 'revoked':
      return null;
  }
}

/** A printer's state in one word: `ready`, `paper-low`, `paper-out`, `cover-open`, `error`, `offline`, `unreachable`. */
export function stateWord({ link, status, trouble }: DriverState): string {
  if (trouble !== null) return trouble;
  if (link === 'unreachable') return link;
  return status?.paper === 'low' ? 'paper-low' : 'ready';
}
