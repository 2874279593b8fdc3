import type { TailNews } from '@posthouse/protocol';
import { expect, it } from 'vitest';
import { forgetOldest, linesOf, payloadText, tailText } from './use-tail.ts';

const status: TailNews = { is: 'status', id: 'status', tail: 'on', skipped: 0, until: null };
const message = (id: number, payload: unknown = { type: 'ping' }): TailNews => ({
  is: 'message',
  id: String(id),
  at: '2025-07-14T02:30:00.000Z',
  direction: 'in',
  type: 'ping',
  size: 15,
  payload,
});

it('keeps the newest messages, and how the watching stands', () => {
  const values = new Map<string, TailNews>([['status', status]]);
  for (let id = 1; id <= 10; id++) values.set(String(id), message(id));
  forgetOldest(values, 4);
  expect([...values.keys()]).toEqual(['status', '8', '9', '10']);
});

it('puts them in the order in which they passed', () => {
  expect(linesOf([message(10), status, message(9)]).map(({ id }) => id)).toEqual(['9', '10']);
});

it('copies one line for each', () => {
  expect(tailText(linesOf([message(1), message(2, null)]))).toBe(
    '2025-07-14T02:30:00.000Z in ping {"type":"ping"}\n2025-07-14T02:30:00.000Z in ping',
  );
  expect([payloadText('plain'), payloadText(null), payloadText([1])]).toEqual(['plain', '', '[1]']);
});
