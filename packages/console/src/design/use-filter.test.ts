import { createApp } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { expect, it, vi } from 'vitest';
import { pageOf, queryOf, text, whole } from './query.ts';
import { useFilter } from './use-filter.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

/** A list that is searched, as it stands at an address. */
async function at(address: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: {} }],
  });
  await router.push(address);
  const app = createApp({}).use(router);
  const list = app.runWithContext(() =>
    useFilter(
      ({ q, page }) => ({ q: text(q, 50), page: whole(page) ?? 1 }),
      ({ q, page }) => queryOf({ q, page: pageOf(page) }),
    ),
  );
  const isAt = (query: object) => soon(() => expect(router.currentRoute.value.query).toEqual(query));
  return { router, list, isAt };
}

it('begins another filter at its first page, with nothing open, and Back brings the one before', async () => {
  const { router, list, isAt } = await at('/?q=tea&page=3&open=7');
  expect(list.filter.value).toEqual({ q: 'tea', page: 3 });
  list.narrow({ q: 'milk' });
  await isAt({ q: 'milk' });
  router.back();
  await isAt({ q: 'tea', page: '3', open: '7' });
});

it('is narrowed by what leaves rows out, not by another page', async () => {
  const { list, isAt } = await at('/?page=2');
  expect(list.narrowed.value).toBe(false);
  list.narrow({ q: 'tea' });
  await isAt({ q: 'tea' });
  expect(list.narrowed.value).toBe(true);
  list.widen();
  await isAt({});
  expect(list.narrowed.value).toBe(false);
});
