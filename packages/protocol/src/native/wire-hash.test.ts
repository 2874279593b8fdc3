import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SUBPROTOCOL, VERSION } from '../version.ts';
import { clientWords } from './inbound.ts';
import { hubWords } from './outbound.ts';

/**
 * The schemas that each version stands for. When this fails the wire has changed: if an older peer would misread
 * the change, raise VERSION and add a line; if it is only an optional field or a bound more, replace the last line's
 * hash.
 */
const hashes: Readonly<Record<number, string>> = { 1: 'da0f28bce5000716' };

describe('the wire', () => {
  it('is what this version stands for', () => {
    const serialised = JSON.stringify({ clientWords, hubWords });
    expect(createHash('sha256').update(serialised).digest('hex').slice(0, 16)).toBe(hashes[VERSION]);
  });

  it('belongs to the newest version of the table', () => {
    expect(Math.max(...Object.keys(hashes).map(Number))).toBe(VERSION);
  });

  it('is named by the major version in the sub-protocol', () => {
    expect(SUBPROTOCOL).toMatch(/^posthouse\.\d+$/);
  });
});
