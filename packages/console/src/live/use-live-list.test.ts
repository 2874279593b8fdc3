import { expect, it, vi } from 'vitest';
import { withFakeHub } from './testing/fake-hub.ts';
import { useLiveList, withNews } from './use-live-list.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

interface Row {
  readonly id: number;
  readonly state?: string;
  readonly deleted?: true;
}
const room = {
  name: 'rows',
  key: 'rows',
  id: ({ id }: Row) => String(id),
  gone: ({ deleted }: Row) => deleted === true,
};

it('changes a row in place, and asks again for one that came or went', async () => {
  const { asked, rooms, used, stop } = withFakeHub(() =>
    useLiveList<Row>('/rows', room, { belongs: ({ state }) => state === 'new' }),
  );
  const say = (row: Row) => rooms.get('rows')!.message(row);
  asked[0]!.answer({ items: [{ id: 2 }, { id: 1, state: 'old' }], total: 2 });
  await soon(() => expect(used.value.value?.total).toBe(2));
  say({ id: 2, state: 'changed' });
  say({ id: 9, state: 'of no interest' });
  expect(used.value.value?.items[0]).toEqual({ id: 2, state: 'changed' });
  say({ id: 3, state: 'new' });
  await soon(() => expect(asked).toHaveLength(2));
  asked[1]!.answer({ items: [{ id: 3 }, { id: 2 }], total: 3 });
  await soon(() => expect(used.value.value?.total).toBe(3));
  say({ id: 2, deleted: true });
  await soon(() => expect(asked).toHaveLength(3));
  stop();
  expect(rooms.size).toBe(0);
});

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
