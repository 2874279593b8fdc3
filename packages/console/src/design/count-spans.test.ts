import { expect, it } from 'vitest';
import { countSpans } from './count-spans.ts';

it('counts what happened in each span, the last one being now', () => {
  const now = Date.parse('2025-07-14T10:00:00Z');
  const times = [
    '2025-07-14T09:59:50Z',
    '2025-07-14T09:54:00Z',
    '2025-07-14T09:53:00Z',
    '2025-07-14T08:00:00Z',
    '2025-07-14T10:00:02Z',
    null,
  ];
  expect(countSpans(times, now, { span: 300_000, spans: 3 })).toEqual([0, 2, 2]);
});
