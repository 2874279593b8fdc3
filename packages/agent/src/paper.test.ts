import { describe, expect, it } from 'vitest';
import { readPaper } from './paper.ts';

const body = { job: 3, copy: 1, attempt: 2, priority: 1, content: 'a\n', printer: { paperWidth: 58 } };

describe('a paper as the hub offers it', () => {
  it('is read with its key, its content and its printer', () => {
    expect(readPaper({ item: 'epoch-1.44', body, expires: 9 })).toEqual({
      item: 'epoch-1.44',
      epoch: 'epoch-1',
      job: 3,
      copy: 1,
      attempt: 2,
      priority: 1,
      expires: 9,
      receipt: { content: { text: 'a\n' }, paperWidthMm: 58 },
      digest: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
  });

  it('markup goes before text, and a command set is taken over', () => {
    const more = { ...body, markup: '^A', printer: { commandSet: 'generic' } };
    expect(readPaper({ item: 'e.1', body: more })?.receipt).toEqual({
      content: { markup: '^A' },
      commandSet: 'generic',
    });
  });

  it('has a digest of what is on it, and of nothing else', () => {
    const digestOf = (more: object) => readPaper({ item: 'e.1', body: { ...body, ...more } })?.digest;
    expect(digestOf({ attempt: 3, printer: { paperWidth: 80 } })).toBe(digestOf({}));
    expect(digestOf({ content: 'b\n' })).not.toBe(digestOf({}));
  });

  it.each([
    null,
    7,
    {},
    { ...body, job: '3' },
    { ...body, content: 5 },
    { ...body, content: 'x'.repeat(200_001) },
  ])('is not made of anything else', (other) => {
    expect(readPaper({ item: 'e.1', body: other })).toBeNull();
  });
});
