/**
 * The store's bound: the statements that a post comes to, prepared once, run on the same thread model (one message
 * per tick, the next group gathers while a commit is in flight) with nothing around them.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { PostArgs } from './app.ts';

const port = parentPort!;
const database = new DatabaseSync(workerData as string);
database.exec('pragma synchronous = full; pragma mmap_size = 0; pragma cache_size = -16384');

const begin = database.prepare('begin immediate');
const commit = database.prepare('commit');
const number = database.prepare(
  `update meta set value = cast(cast(value as bigint) + 1 as text) where name = 'commit' returning value`,
);
const mailbox =
  database.prepare(`insert into mailbox (box, key, next_seq, waiting, lease) values (?, ?, ?, ?, 0)
  on conflict (box, key) do update set next_seq = mailbox.next_seq + excluded.waiting,
  waiting = mailbox.waiting + excluded.waiting returning next_seq, waiting, holder`);
const item =
  database.prepare(`insert into item (id, box, key, seq, ref, body, bytes, lost, queue, priority, expires,
  not_before, due, state, tries, posted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?)`);

const MOST_CALLS = 512;
const waiting: PostArgs[] = [];
let lastId = Number(database.prepare('select max(id) as id from item').get()!['id'] ?? 0);

port.on('message', (calls: readonly PostArgs[]) => {
  waiting.push(...calls);
  for (;;) {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
      waiting.push(...(next.message as readonly PostArgs[]));
    }
    if (waiting.length === 0) return;
    port.postMessage(run(waiting.splice(0, MOST_CALLS)));
  }
});

function run(calls: readonly PostArgs[]): number[] {
  begin.run();
  const ids = calls.map(({ key, ref, body }) => {
    const id = ++lastId;
    const text = JSON.stringify(body);
    const line = mailbox.get('bench.box', key, 2, 1)!;
    const seq = Number(line['next_seq']) - 1;
    item.run(id, 'bench.box', key, seq, ref, text, text.length, 'ask', 1, 0, null, 0, null, Date.now());
    return id;
  });
  number.get();
  commit.run();
  return ids;
}
