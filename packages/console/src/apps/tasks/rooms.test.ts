import { expect, it, vi } from 'vitest';
import { withFakeHub } from '../../live/testing/fake-hub.ts';
import { importsRoom, tasksRoom } from './rooms.ts';
import { useLiveListed } from './use-data.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const listOf = (ids: readonly number[]) => ({
  data: {
    list: ids.map((id) => ({ id })),
    pagination: { page: 1, page_size: 20, total: ids.length, total_pages: 1 },
  },
});

it.each([tasksRoom, importsRoom])('the list of $name lets go of rows that the hub removes', async (room) => {
  const { asked, rooms, used, stop } = withFakeHub(() =>
    useLiveListed<{ id: number }>('/rows', room as never),
  );
  const ids = () => used.value.value?.items.map(({ id }) => id);
  asked[0]!.answer(listOf([3, 2, 1]));
  await soon(() => expect(ids()).toEqual([3, 2, 1]));
  for (const id of [1, 2]) rooms.get(room.name)!.message({ id, deleted: true });
  await soon(() => expect(asked).toHaveLength(2));
  asked[1]!.answer(listOf([3]));
  await soon(() => expect(ids()).toEqual([3]));
  stop();
});
