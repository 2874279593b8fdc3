import { describe, expect, it } from 'vitest';
import { Journal, type Shelf } from './journal.ts';

function shelf(room = Number.POSITIVE_INFINITY): Shelf & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key) => values.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new Error('QuotaExceededError');
      values.set(key, value);
    },
  };
}
const open = (on: Shelf, name = 'first') => new Journal(on, 'key', () => name);

describe('the journal', () => {
  it('keeps its name and its jobs over a reload', () => {
    const on = shelf();
    open(on).receive('E.1', { name: 'x' }, 5);
    const again = open(on, 'second');
    expect(again.name).toBe('first');
    expect(again.entries).toEqual([{ job: 'E.1', progress: 'received', at: 5, payload: { name: 'x' } }]);
  });

  it('asks a person about what was printing when the page went', () => {
    const on = shelf();
    const before = open(on);
    before.receive('E.1', {}, 0);
    before.note('E.1', 'printing');
    expect(open(on).find('E.1')?.progress).toBe('asked');
  });

  it('drops the data of what is printed, and keeps its end until the hub has it', () => {
    const journal = open(shelf());
    journal.receive('E.1', { name: 'x' }, 0);
    journal.note('E.1', 'printed');
    expect(journal.unrecorded).toEqual([{ job: 'E.1', progress: 'printed', at: 0 }]);
    journal.recorded('E.1');
    expect(journal.unrecorded).toEqual([]);
  });

  it('takes nothing when the browser has no room, and goes on', () => {
    const journal = open(shelf(300));
    expect(journal.receive('E.1', { name: 'x'.repeat(500) }, 0)).toBe(false);
    expect(journal.entries).toEqual([]);
    expect(journal.receive('E.2', { name: 'x' }, 0)).toBe(true);
  });

  it('forgets the oldest that are over, never one that is open', () => {
    const journal = open(shelf());
    journal.receive('open', {}, 0);
    for (let n = 0; n < 250; n++) {
      journal.receive(`E.${n}`, {}, 0);
      journal.note(`E.${n}`, 'printed');
      journal.recorded(`E.${n}`);
    }
    expect(journal.entries.length).toBeLessThanOrEqual(201);
    expect(journal.find('open')).toBeDefined();
    expect(journal.find('E.249')).toBeDefined();
  });

  it('begins anew on a shelf that holds nonsense', () => {
    const on = shelf();
    on.values.set('key', '{"name":');
    expect(open(on).entries).toEqual([]);
  });
});
