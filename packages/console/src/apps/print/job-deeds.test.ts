import { describe, expect, it } from 'vitest';
import { deedsOf } from './job-deeds.ts';

describe('what can be done about a job', () => {
  it.each([
    ['waiting', ['cancel']],
    ['printing', []],
    ['at_agent', []],
    ['failed', ['retry', 'cancel', 'reprint']],
    ['expired', ['retry', 'cancel', 'reprint']],
    ['completed', ['reprint']],
    ['unconfirmed', ['reprint']],
    ['cancelled', ['reprint']],
    // Its question comes first.
    ['uncertain', []],
  ] as const)('%s: %j', (status, deeds) => {
    expect(deedsOf({ status })).toEqual(deeds);
  });
});
