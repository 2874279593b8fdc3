/**
 * One of two threads that read from a database by turns, so that one of them is always reading: each leaves only when
 * the other has come. Ends when `turns[2]` is set.
 */
import { workerData } from 'node:worker_threads';
import { openReadOnly } from '../open-database.ts';

const { file, turns, me } = workerData as { file: string; turns: Int32Array; me: 0 | 1 };
const database = openReadOnly(file);
const other = 1 - me;
/** Milliseconds that a read takes: commits come in between. */
const READ = 10;
const never = new Int32Array(new SharedArrayBuffer(4));

/** Until the other has come for the `turn`th time. */
function wait(turn: number): void {
  for (let seen = turns[other]!; seen < turn && turns[2] === 0; seen = Atomics.load(turns, other)) {
    Atomics.wait(turns, other, seen, 100);
  }
}

for (let turn = 1; Atomics.load(turns, 2) === 0; turn++) {
  if (me === 1) wait(turn);
  database.exec('begin');
  database.prepare('select count(*) from note').get();
  Atomics.store(turns, me, turn);
  Atomics.notify(turns, me);
  Atomics.wait(never, 0, 0, READ);
  wait(me === 0 ? turn : turn + 1);
  database.exec('rollback');
}
database.close();
