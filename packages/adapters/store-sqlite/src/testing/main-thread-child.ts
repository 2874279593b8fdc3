/** Writes and reads one row through the threads, then prints which parts of SQLite the main thread has loaded. */
import { add, names } from '@posthouse/kernel/testing/store-app';
import { openSqlite } from '../open.ts';

const [folder] = process.argv.slice(2) as [string];
const store = await openSqlite({
  folder,
  clock: { now: () => 0 },
  apps: {
    module: new URL(import.meta.resolve('@posthouse/kernel/testing/store-app')),
    config: { schema: 'plain' },
  },
});
await store.write(add, { name: 'a' });
const rows = await store.read(names, null);
await store.close();
const { moduleLoadList } = process as unknown as { moduleLoadList: readonly string[] };
console.log(JSON.stringify({ rows, loaded: moduleLoadList.filter((name) => name.includes('sqlite')) }));
