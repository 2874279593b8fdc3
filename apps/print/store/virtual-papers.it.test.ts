import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWorld, type World } from '../testing/world.ts';
import { MOST_BYTES, MOST_PAPERS, virtualPaperOps } from './virtual-papers.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const keep = (sheet: string) => world.kernel.store.write(virtualPaperOps.keep, { at: 1, sheet });
const kept = async () => (await world.kernel.store.read(virtualPaperOps.list, null)).map(({ id }) => id);

it('keeps the newest papers, oldest first, and gives no number twice', async () => {
  const ids: number[] = [];
  for (let n = 0; n < MOST_PAPERS + 3; n++) ids.push(await keep(String(n)));
  expect(new Set(ids).size).toBe(ids.length);
  expect(await kept()).toEqual(ids.slice(3));
});

it('keeps them within its room', async () => {
  const half = 'x'.repeat(MOST_BYTES / 2);
  const ids = [await keep('small'), await keep(half), await keep(half)];
  expect(await kept()).toEqual(ids.slice(1));
  const last = await keep(half);
  expect(await kept()).toEqual([ids[2], last]);
});

it('does not give up the others for one that is too large', async () => {
  const small = await keep('small');
  const large = await keep('x'.repeat(MOST_BYTES + 1));
  expect(large).toBeGreaterThan(small);
  expect(await kept()).toEqual([small]);
});
