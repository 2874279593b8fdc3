import { CodedError } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { codedError, mayTryAgain } from './errors.ts';

const withCode = (code: string) => Object.assign(new Error('from afar'), { code });

describe('codedError', () => {
  it.each([
    ['40001', 'KERNEL_STORE_UNAVAILABLE'],
    ['08006', 'KERNEL_STORE_UNAVAILABLE'],
    ['53100', 'KERNEL_STORE_UNAVAILABLE'],
    ['57P01', 'KERNEL_STORE_UNAVAILABLE'],
    ['ECONNREFUSED', 'KERNEL_STORE_UNAVAILABLE'],
    ['23505', 'KERNEL_INTERNAL'],
    ['42P01', 'KERNEL_INTERNAL'],
  ])('%s is %s', (code, coded) => {
    expect(codedError(withCode(code)).code).toBe(coded);
  });

  it('knows the trouble of a connection that has no code', () => {
    expect(codedError(new Error('Connection terminated unexpectedly')).code).toBe('KERNEL_STORE_UNAVAILABLE');
    expect(codedError(new TypeError('a bug')).code).toBe('KERNEL_INTERNAL');
  });

  it("leaves an op's own code alone", () => {
    const own = new CodedError('SUITE_NO', { why: 'asked to' });
    expect(codedError(own)).toBe(own);
  });
});

describe('mayTryAgain', () => {
  it.each([
    ['40001', true],
    ['40P01', true],
    ['23505', false],
    ['57P01', false],
  ])('%s: %s', (code, again) => {
    expect(mayTryAgain(withCode(code))).toBe(again);
  });
});
