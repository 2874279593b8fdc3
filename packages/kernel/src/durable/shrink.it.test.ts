import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInline } from '@posthouse/store-sqlite/testing';
import { expect, it } from 'vitest';
import type { Op } from '../ports/store.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createCatalog } from './catalog.ts';
import type { Scope } from './scope.ts';
import { shrink } from './shrink.ts';

const ROWS = 4_000;

it('gives back what was deleted, a step at a time, and keeps some', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthouse-shrink-'));
  const file = join(folder, 'core.db');
  const fill: Op<null, void> = {
    name: 'kernel.outcome',
    async run(tx) {
      const scope = tx as Scope;
      for (let row = 0; row < ROWS; row++) {
        await scope.run(
          `insert into idempotency (scope, key, fingerprint, value, at) values ('s', ?, 'f', ?, 0)`,
          String(row),
          'x'.repeat(3_000),
        );
      }
      await scope.run('delete from idempotency');
    },
  };
  const catalog = createCatalog([]);
  const open = () =>
    openInline(
      { ...catalog, ops: new Map([...catalog.ops, [fill.name, fill as never]]) },
      {
        clock: createFakeClock(),
        file,
      },
    );
  try {
    const filled = await open();
    await filled.write(fill, null);
    let steps = 1;
    while (await filled.write(shrink, null)) steps++;
    expect(steps).toBeGreaterThan(5);
    expect(await filled.write(shrink, null)).toBe(false);
    await filled.close();
    // 16 MB were written; 1,024 free pages stay, and the tables.
    expect(statSync(file).size).toBeLessThan(5_000_000);
    expect(statSync(file).size).toBeGreaterThan(4_000_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
