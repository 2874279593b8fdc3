import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareItems } from './routing.ts';

const kitchen = { categories: ['food'] };
const bar = { categories: ['drink', 'tea'] };
const counter = { categories: [] as string[] };
const item = (name: string, category: string | null) => ({ name, category });
const cake = item('cake', 'food');
const tea = item('tea', 'tea');
const gift = item('gift', null);

const shares = (printers: readonly (typeof counter | null)[], items: readonly (typeof cake)[]) =>
  shareItems<typeof counter, typeof cake>(printers, items).map((share) =>
    share.items.map(({ name }) => name),
  );

describe('items', () => {
  it('go to the printers whose categories name them, and all of them to one without categories', () => {
    expect(shares([kitchen, bar, counter], [cake, tea, gift])).toEqual([
      ['cake'],
      ['tea'],
      ['cake', 'tea', 'gift'],
    ]);
    expect(shares([null], [cake, gift])).toEqual([['cake', 'gift']]);
  });

  it('give no job to a printer that has nothing to print', () => {
    expect(shares([kitchen, bar], [tea])).toEqual([['tea']]);
  });

  it('that no printer asked for go to the first one', () => {
    expect(shares([kitchen, bar], [tea, gift])).toEqual([['gift'], ['tea']]);
  });

  it('are all printed somewhere, whatever the categories are', () => {
    const category = fc.constantFrom('food', 'drink', 'tea', null);
    const printers = fc.array(
      fc.record({ categories: fc.uniqueArray(fc.constantFrom('food', 'drink', 'tea')) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(printers, fc.array(fc.record({ category }), { minLength: 1 }), (targets, items) => {
        const printed = new Set(shareItems(targets, items).flatMap((share) => share.items));
        expect(printed.size).toBe(items.length);
      }),
    );
  });
});
