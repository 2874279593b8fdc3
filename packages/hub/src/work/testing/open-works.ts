import { createLeapGuard, type Store } from '@posthouse/kernel';
import { openSqlite } from '@posthouse/store-sqlite';
import { systemClock } from '../../system/clock.ts';
import { startWorks } from '../start-works.ts';
import { defineApps } from './work-app.ts';

export interface OpenWorks extends AsyncDisposable {
  readonly store: Store;
  /** What was logged as a warning or an error. */
  readonly warnings: readonly string[];
}

/** The store of a folder, and the works of the test's app in threads, as a hub has them. */
export async function openWorks(folder: string, threads = 1, onCommit = () => {}): Promise<OpenWorks> {
  const apps = { module: new URL('./work-app.ts', import.meta.url), config: null };
  const clock = systemClock();
  const warnings: string[] = [];
  const warn = (fields: object, text: string) => void warnings.push(`${text} ${JSON.stringify(fields)}`);
  const log = { debug() {}, info() {}, warn, error: warn };
  const store = await openSqlite({ folder, clock, apps });
  store.onCommit(onCommit);
  const stop = await startWorks({
    store,
    clock,
    log,
    guard: createLeapGuard(clock, () => {}),
    works: defineApps().flatMap(({ works }) => works ?? []),
    folder,
    apps,
    threads,
    memory: 64,
  });
  return {
    store,
    warnings,
    async [Symbol.asyncDispose]() {
      await stop(30_000);
      await store.close();
    },
  };
}
