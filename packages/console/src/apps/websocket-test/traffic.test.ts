import { expect, it } from 'vitest';
import { filtered, logText, nameOf, noted, textOf, type Entry } from './traffic.ts';

const entry = { at: 1_752_487_200_000, way: 'sent', name: 'ping', text: '{"type":"ping"}' } as const;

it('keeps the newest entries and goes on counting', () => {
  let log: readonly Entry[] = [];
  for (let count = 0; count < 7; count++) log = noted(log, entry, 3);
  expect(log.map(({ id }) => id)).toEqual([5, 6, 7]);
});

it('finds entries by their name and by what they hold', () => {
  const log = noted(noted([], entry), { ...entry, name: 'welcome', text: '欢迎连接' });
  expect(filtered(log, 'WEL').map(({ id }) => id)).toEqual([2]);
  expect(filtered(log, '欢迎').map(({ id }) => id)).toEqual([2]);
  expect(filtered(log, ' ')).toBe(log);
});

it('copies a line for each', () => {
  expect(logText(noted([], entry))).toBe('2025-07-14T10:00:00.000Z sent {"type":"ping"}');
});

it('knows what a message calls itself in every dialect', () => {
  expect(
    [{ type: 'a' }, '{"type":"b"}', { event: 'c', args: [] }, 'plain', '{"x":1}', null, 7].map(nameOf),
  ).toEqual(['a', 'b', 'c', '', '', '', '']);
  expect([{ a: 1 }, 'plain', undefined].map(textOf)).toEqual(['{"a":1}', 'plain', 'undefined']);
});
