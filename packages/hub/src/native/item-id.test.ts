import { describe, expect, it } from 'vitest';
import { fromWire, toWire } from './item-id.ts';

describe('an item on the wire', () => {
  it('comes back as the same row', () => {
    expect(fromWire('a.b', toWire('a.b', 812))).toBe(812);
  });

  it.each(['812', 'other.812', 'e.', 'e.x', 'e.-1', 'e.1e3', 'e.1.5', 'e.99999999999999999999', 'ee.1', ''])(
    'is no row of this store as %j',
    (wire) => {
      expect(fromWire('e', wire)).toBeNull();
    },
  );
});
