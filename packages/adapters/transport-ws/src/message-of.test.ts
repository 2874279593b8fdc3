import { nestsDeeper } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { messageOf } from './ws-wire.ts';

const nested = Buffer.from('['.repeat(100_000));

describe('a message', () => {
  it.each([
    ['text', Buffer.from('{"是":1}'), false, '{"是":1}'],
    ['binary that holds JSON', Buffer.from(' [1]'), true, ' [1]'],
    ['other bytes', Buffer.of(0xff, 0x5b), true, Buffer.of(0xff, 0x5b)],
    ['bytes that look like nesting', Buffer.alloc(100_000, '.['), true, Buffer.alloc(100_000, '.[')],
    ['large text', Buffer.from(`"${'['.repeat(100_000)}"`), false, `"${'['.repeat(100_000)}"`],
  ])('of %s comes as what it is', (_what, data, isBinary, expected) => {
    expect(messageOf(data, isBinary)).toEqual(expected);
  });

  it.each([
    ['text', nested, false],
    ['binary', nested, true],
  ])('of much nesting in %s comes as a little too much of it', (_what, data, isBinary) => {
    const message = messageOf(data, isBinary);
    expect(message).toHaveLength(65);
    expect(nestsDeeper(message, 64)).toBe(true);
  });
});
