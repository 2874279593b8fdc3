/**
 * A process to be killed: writes through the real threads without end, and says on its standard output which rows
 * were acknowledged. Arguments: folder, FULL or NORMAL, and the prefix of its rows' names.
 */
import { add } from '@posthouse/kernel/testing/store-app';
import { openSqlite } from '../open.ts';

const PRODUCERS = 16;
/** Large rows, so that checkpoints come within one life. */
const PADDING = 'x'.repeat(2_000);

const [folder, synchronous, prefix] = process.argv.slice(2) as [string, 'FULL' | 'NORMAL', string];
const store = await openSqlite({
  folder,
  clock: { now: () => 0 },
  apps: {
    module: new URL(import.meta.resolve('@posthouse/kernel/testing/store-app')),
    config: { schema: 'plain' },
  },
  synchronous,
});

await Promise.all(
  Array.from({ length: PRODUCERS }, async (_, producer) => {
    for (let n = 0; ; n++) {
      const name = `${prefix}-${producer}-${n}`;
      await store.write(add, { name: `${name} ${PADDING}` });
      process.stdout.write(`${name}\n`);
    }
  }),
);
