import { expect, it } from 'vitest';
import { fieldsOf, freshOf, typedAs, withField } from './fields.ts';

const message = { type: 'hold', data: { key: 'print/1', seq: 4, list: ['a', { on: true }], none: null } };

it('lists every value with the way to it', () => {
  expect(fieldsOf(message)?.map(({ name, value }) => [name, value])).toEqual([
    ['type', 'hold'],
    ['data.key', 'print/1'],
    ['data.seq', 4],
    ['data.list.0', 'a'],
    ['data.list.1.on', true],
    ['data.none', null],
  ]);
});

it('leaves to the JSON editor what is no object or has too many values', () => {
  expect(fieldsOf('plain text')).toBeNull();
  expect(fieldsOf({ many: Array.from({ length: 41 }, () => 1) })).toBeNull();
});

it('changes one value and no other', () => {
  const next = withField(message, ['data', 'list', 1, 'on'], false);
  expect(next).toEqual({ ...message, data: { ...message.data, list: ['a', { on: false }] } });
  expect(message.data.list[1]).toEqual({ on: true });
});

it('keeps a number a number while it is one', () => {
  expect([typedAs(4, '12'), typedAs(4, ''), typedAs(4, 'x'), typedAs('4', '12')]).toEqual([
    12,
    '',
    'x',
    '12',
  ]);
});

it('says the time of now as the dialect writes it', () => {
  const now = Date.parse('2025-07-14T10:00:00.123Z');
  expect(freshOf({ type: 'ping', timestamp: '2026-01-01T08:00:00.000000' }, now)).toEqual({
    type: 'ping',
    timestamp: '2025-07-14T10:00:00.123000',
  });
  expect(freshOf({ timestamp: '2026-01-01T08:00:00.000Z' }, now)).toEqual({
    timestamp: '2025-07-14T10:00:00.123Z',
  });
  expect(freshOf({ type: 'ping' }, now)).toEqual({ type: 'ping' });
});
