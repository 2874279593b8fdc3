import { expect, it } from 'vitest';
import { withRow } from './use-list.ts';

const page = {
  message: '获取成功',
  data: {
    list: [
      { id: 2, status: 'running' },
      { id: 1, status: 'completed' },
    ],
    pagination: { page: 1, page_size: 20, total: 2 },
  },
};

it('puts news of a row where the row is', () => {
  expect(withRow(page, { id: 2, status: 'paused' })?.data.list).toEqual([
    { id: 2, status: 'paused' },
    { id: 1, status: 'completed' },
  ]);
  expect(withRow(page, { id: 3, status: 'running' })).toBeNull();
  expect(page.data.list[0]?.status).toBe('running');
});
