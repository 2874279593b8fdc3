import { expect, it } from 'vitest';
import { parseJournal, parseSaid } from './words.ts';

it.each<[unknown, unknown]>([
  [{ job: 'E.17' }, { job: 17 }],
  [
    { job: 'E.17', message: '缺\n纸' },
    { job: 17, message: '缺 纸' },
  ],
  [
    { job: 'E.17', message: 'x'.repeat(400) },
    { job: 17, message: 'x'.repeat(300) },
  ],
  [{ job: 'other.17' }, null],
  [{ job: 'E.x' }, null],
  [{ job: 'E.-1' }, null],
  [{ job: 17 }, null],
  [null, null],
  ['E.17', null],
])('what a station says: %j', (given, said) => {
  expect(parseSaid(given, 'E')).toEqual(said);
});

it.each<[unknown, string | null]>([
  [{ journal: 'station-ABC123' }, 'station-ABC123'],
  [{ journal: 'short' }, null],
  [{ journal: 'with space in it' }, null],
  [{ journal: 7 }, null],
  [undefined, null],
])('the journal of %j', (given, journal) => {
  expect(parseJournal(given)).toBe(journal);
});
