import { createCatalog } from '@posthouse/kernel';
import { openInline } from '@posthouse/store-sqlite/testing';
import { expect, it } from 'vitest';
import { createMetrics } from '../house/metrics.ts';
import { countWorks } from './count-works.ts';
import { ask, defineApps, halt } from './testing/work-app.ts';

it('the metrics tell how many works run and wait, by kind', async () => {
  const [app] = defineApps();
  const store = await openInline(createCatalog([{ ...app!, ops: [...app!.ops, countWorks] as never }]));
  for (const key of ['try/1', 'try/2', 'try/3']) await store.write(ask, { key, input: { to: 1 } });
  await store.write(halt, { key: 'try/3', stays: 'keep' });
  const counts = await store.read(countWorks, null);
  await store.close();
  expect(counts).toEqual([
    { kind: 'try.count', state: 'stopped', count: 1 },
    { kind: 'try.count', state: 'waiting', count: 2 },
  ]);
  const text = await createMetrics().render([], counts);
  expect(text).toContain('posthouse_work_waiting{kind="try.count"} 2');
  expect(text).not.toContain('posthouse_work_running{');
});
