import { expect, it } from 'vitest';
import { withNews } from './use-list.ts';

it('puts news of a row where the row is, and leaves the page alone otherwise', () => {
  const page = {
    items: [
      { id: 3, n: 'c' },
      { id: 1, n: 'a' },
    ],
    total: 9,
  };
  const joined = withNews(page, { id: 1, n: 'b' }, (shown, news) => ({ ...news, n: shown.n + news.n }));
  expect(joined).toEqual({
    items: [
      { id: 3, n: 'c' },
      { id: 1, n: 'ab' },
    ],
    total: 9,
  });
  expect(withNews(page, { id: 2, n: 'x' }, (_shown, news) => news)).toBeNull();
  expect(page.items[1]).toEqual({ id: 1, n: 'a' });
});
