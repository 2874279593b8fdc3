import { createCatalog } from '@posthouse/kernel';
import {
  pruningSuite,
  storeSuiteApps,
  storeAppModule,
  storeSuite,
  workSuite,
} from '@posthouse/kernel/testing';
import type { StoreAppConfig } from '@posthouse/kernel/testing/store-app';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from './open.ts';
import { openInline } from './testing/inline.ts';

async function makeFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-store-'));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

storeSuite('SQLite in threads', async () => {
  const { folder, remove } = await makeFolder();
  return {
    open: (config, now) => openSqlite({ folder, clock: { now }, apps: { module: storeAppModule, config } }),
    remove,
  };
});

async function sameThread() {
  const { folder, remove } = await makeFolder();
  const file = join(folder, 'core.db');
  return {
    open: async (config: StoreAppConfig, now: () => number) =>
      openInline(createCatalog(storeSuiteApps(config)), { file, clock: { now } }),
    remove,
  };
}

storeSuite('SQLite in the same thread', sameThread);

pruningSuite('SQLite in the same thread', sameThread);

workSuite(
  'SQLite in the same thread',
  async (apps, clock) => [await openInline(createCatalog(apps), { clock })],
  true,
);
