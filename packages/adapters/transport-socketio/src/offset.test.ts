import { describe, expect, it } from 'vitest';
import { formatOffset, parseOffset } from './offset.ts';

describe('an offset', () => {
  it.each([
    { epoch: 'e', seq: 0 },
    { epoch: 'a:b', seq: 12 },
    { epoch: '7f3a', seq: 999_999_999_999_999 },
  ])('reads back as the position it was: %j', (pos) => {
    expect(parseOffset(formatOffset(pos))).toEqual(pos);
  });

  it.each(['', ':1', 'e:', 'e:-1', 'e:1.5', 'e:1e3', '12', 'e:9999999999999999', "e:1' or 1=1"])(
    'that is none of ours resumes nothing: %j',
    (text) => {
      expect(parseOffset(text)).toBeNull();
    },
  );
});
