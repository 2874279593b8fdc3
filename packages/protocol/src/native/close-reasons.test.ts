import { describe, expect, it } from 'vitest';
import { closeReasons, mayReturn } from './close-reasons.ts';

describe('close reasons', () => {
  it.each([4401, 4403, 4406])('keep away whom another try would not help (%i)', (code) => {
    expect(mayReturn(code)).toBe(false);
  });

  it.each([1000, 1006, 1011, 1012, 1013, 4408, 4504, 4999])('let the others come back (%i)', (code) => {
    expect(mayReturn(code)).toBe(true);
  });

  it('never hold a code by which a hub would say that all is well', () => {
    expect(Object.keys(closeReasons)).not.toContain('1000');
    expect(Object.keys(closeReasons)).not.toContain('1001');
  });
});
