import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positioned, positionOf } from './event-frame.ts';
import { inLogOrder } from './log-order.ts';

const event = (seq: number | null) =>
  seq === null ? { data: '["state"]' } : positioned({ data: '["e"]' }, { epoch: 'e', seq });
const seqs = (frames: readonly { data: string | Uint8Array }[]) =>
  frames.map((frame) => positionOf(frame)?.seq ?? null);

describe('frames of one write', () => {
  it('that are in the order of their log are left alone', () => {
    const frames = [1, null, 2, 5].map(event);
    expect(inLogOrder(frames)).toBe(frames);
  });

  it('come in the order of their log, the others where they were', () => {
    expect(seqs(inLogOrder([null, 101, 105, null, 102, 104, 106].map(event)))).toEqual([
      null,
      101,
      102,
      null,
      104,
      105,
      106,
    ]);
  });

  it('never put an event behind a newer one, for any interleaving', () => {
    const places = fc.array(fc.option(fc.nat(50)), { maxLength: 30 });
    fc.assert(
      fc.property(places, (list) => {
        const ordered = seqs(inLogOrder(list.map(event)));
        const numbers = ordered.filter((seq) => seq !== null);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(ordered.map((seq) => seq === null)).toEqual(list.map((seq) => seq === null));
      }),
    );
  });
});
