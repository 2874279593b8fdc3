import { afterEach, beforeEach, expect, it } from 'vitest';
import { IMPORTS_KEY } from './import/room.ts';
import { openBank } from './testing/bank.ts';

const DAY = 86_400_000;
let bank: Awaited<ReturnType<typeof openBank>>;
beforeEach(async () => {
  bank = await openBank();
});
afterEach(() => bank.close());

it('imports go after their time, a handful in a commit, and whoever shows them is told', async () => {
  const ids: number[] = [];
  for (let n = 0; n < 6; n++) {
    const id = await bank.upload('content\nx\n');
    await bank.store.write(bank.imports.cancel, { id });
    ids.push(id);
  }
  const running = await bank.upload('content\nx\n');
  const told: unknown[] = [];
  bank.store.onCommit(({ publications }) => {
    told.push(publications.map(({ room, key, message }) => [room, key, message]));
  });
  bank.clock.advance(91 * DAY);
  // As many as were asked for: then retention asks again.
  expect(await bank.prune('tasks_import')).toBe(500);
  expect(await bank.prune('tasks_import')).toBe(1);
  const gone = (some: readonly number[]) =>
    some.flatMap((id) =>
      [IMPORTS_KEY, `import/${id}`].map((key) => ['tasks/imports', key, { id, deleted: true }]),
    );
  expect(told).toEqual([gone(ids.slice(0, 5)), gone(ids.slice(5))]);
  const { imports } = await bank.store.read(bank.imports.list, { page: { page: 1, page_size: 20 } });
  expect(imports.map(({ id }) => id)).toEqual([running]);
});
