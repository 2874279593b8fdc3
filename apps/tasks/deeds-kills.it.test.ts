import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankOf, fillBank } from './testing/bank.ts';
import { dumpOf } from './testing/dump.ts';
import { MortalHub, SAVE, Template } from './testing/mortal-hub.ts';
import { openOurTasks } from './testing/our-tasks.ts';
import { Client, soon } from './testing/server.ts';

/** So many sets that no deed on all of them is one commit; half of the copies have another answer. */
const BANK = bankOf([{ type: '4', subject: '大', questions: 2_600, exact: 700, pairs: 500 }]).map(
  (question, n) => ({ ...question, answer: n % 4 === 1 ? '乙' : '甲' }),
);
/** A hub that starts is most of it, and there are many. */
const LONG = 300_000;

/** A hub's data with a task that is done. */
let template: Template;
let task: number;

beforeAll(async () => {
  template = new Template();
  const server = await openOurTasks();
  fillBank(server.folder, BANK, Date.now());
  await using client = new Client(server);
  task = await client.create();
  await client.ask('POST', `/${task}/start`);
  await client.settled(task, 'completed');
  template.keep(server.folder);
  await server.close();
});

afterAll(() => template.remove());

type Row = Readonly<Record<string, number | string | null>>;

/** Read past the hub, which may be dead. */
function rowsIn(folder: string, sql: string): Row[] {
  const db = new DatabaseSync(join(folder, 'core.db'), { readOnly: true, timeout: 10_000 });
  try {
    return db.prepare(sql).all() as Row[];
  } finally {
    db.close();
  }
}

const deletedIn = (folder: string) =>
  rowsIn(folder, 'select question_id as id from tasks_question where is_del = 1 order by id').map(
    ({ id }) => id,
  );
const deedsIn = (folder: string) =>
  rowsIn(folder, 'select id, state, deleted, restored from tasks_keep order by id');
const settled = (folder: string, states: readonly string[]) =>
  soon(() => expect(deedsIn(folder).map(({ state }) => state)).toEqual(states));

describe('keeping one of every set, in a hub that is killed with SIGKILL', { timeout: LONG }, () => {
  it('deletes what it would have deleted, and its undo brings back exactly that', async () => {
    const asked = { what: 'clusters', rule: 'newest' };
    await using whole = await MortalHub.over(template);
    await whole.start();
    await whole.client.ask('POST', `/${task}/keep-all`, asked);
    await settled(whole.folder, ['done']);
    const gone = deletedIn(whole.folder);
    const deleted = gone.length;
    // More than one commit deletes or brings back.
    expect(deleted).toBeGreaterThan(1_000);

    await using hub = await MortalHub.over(template);
    const { client, folder } = hub;
    const keepAll = () => client.ask('POST', `/${task}/keep-all`, asked);
    await hub.diesAt({ op: 'tasks.keep.all', n: 1, when: 'after' }, keepAll);
    await hub.diesAt({ op: SAVE, n: 1, when: 'during' }, async () => {
      // Who asks again because nobody answered does not get a second deed.
      expect((await keepAll()).body).toMatchObject({
        reason: 'TASKS_KEEP_BUSY',
        error_code: 'INVALID_STATUS',
      });
    });
    await hub.diesAt({ op: SAVE, n: 2, when: 'after' });
    await hub.diesAt({ op: 'kernel.work.finish', n: 1, when: 'during' });
    await hub.diesAt({ op: 'tasks.keep.undo', n: 1, when: 'after' }, async () => {
      await settled(folder, ['done']);
      expect(deedsIn(folder)).toEqual([{ id: 1, state: 'done', deleted, restored: 0 }]);
      expect(deletedIn(folder)).toEqual(gone);
      // Done once more it finds nothing to do.
      expect((await keepAll()).status).toBe(202);
      await settled(folder, ['done', 'done']);
      expect(deedsIn(folder)[1]).toMatchObject({ deleted: 0 });
      expect(deletedIn(folder)).toEqual(gone);
      await undo(client, 1);
    });

    expect(deedsIn(folder)[0]).toMatchObject({ state: 'undoing' });
    await hub.diesAt({ op: SAVE, n: 1, when: 'during' }, async () => {
      expect((await undo(client, 1)).body).toMatchObject({ reason: 'TASKS_KEEP_UNDONE' });
    });
    await hub.diesAt({ op: SAVE, n: 1, when: 'after' });
    await hub.diesAt({ op: 'kernel.work.finish', n: 1, when: 'during' });
    await hub.start();
    await settled(folder, ['undone', 'done']);
    expect(deedsIn(folder)[0]).toEqual({ id: 1, state: 'undone', deleted, restored: deleted });
    expect(deletedIn(folder)).toEqual([]);
    expect((await undo(client, 1)).body).toMatchObject({ reason: 'TASKS_KEEP_UNDONE' });
    expect(await undo(client, 2)).toMatchObject({ status: 200, body: { data: { restored: 0 } } });
    expect(deletedIn(folder)).toEqual([]);
  });

  it('of one set alone happens whole or not at all, undone or not', async () => {
    await using hub = await MortalHub.over(template);
    const { client, folder } = hub;
    const [{ id, size } = { id: 0, size: 0 }] = rowsIn(
      folder,
      'select id, question_count as size from tasks_cluster order by id limit 1',
    );
    const [{ member } = { member: 0 }] = rowsIn(
      folder,
      `select min(question_id) as member from tasks_cluster_item where cluster_id = ${id}`,
    );
    const keep = () => client.ask('POST', `/${task}/keep`, { question_id: member, cluster_id: id });
    await hub.diesAt({ op: 'tasks.keep.one', n: 1, when: 'before' }, keep);
    expect([deletedIn(folder), deedsIn(folder)]).toEqual([[], []]);
    await hub.diesAt({ op: 'tasks.keep.one', n: 1, when: 'after' }, keep);
    const gone = deletedIn(folder);
    expect(gone).toHaveLength((size as number) - 1);
    expect(deedsIn(folder)).toMatchObject([{ state: 'done', deleted: gone.length }]);
    await hub.diesAt({ op: 'tasks.keep.undo', n: 1, when: 'during' }, async () => {
      expect((await keep()).body).toMatchObject({ reason: 'TASKS_KEEP_NOTHING' });
      await undo(client, 1);
    });
    const [deed] = deedsIn(folder);
    expect(deletedIn(folder)).toEqual(deed?.['state'] === 'undone' ? [] : gone);
    await hub.start();
    await undo(client, 1);
    expect(deletedIn(folder)).toEqual([]);
  });
});

const undo = (client: Client, deed: number) => client.ask('POST', `/${task}/keeps/${deed}/undo`);

describe('the second verification, in a hub that is killed with SIGKILL', { timeout: LONG }, () => {
  it('takes away what it would have taken away, once', async () => {
    const asked = { verification_type: 'all', reset_task: false };
    await using whole = await MortalHub.over(template);
    await whole.start();
    const answer = await whole.client.ask('POST', `/${task}/reverify`, asked);
    expect(answer.status).toBe(200);
    const undisturbed = dumpOf(whole.folder, task);

    await using hub = await MortalHub.over(template);
    const { client, folder } = hub;
    expect(dumpOf(folder, task)).not.toBe(undisturbed);
    const verify = () => client.ask('POST', `/${task}/reverify`, asked);
    await hub.diesAt({ op: 'tasks.verify.begin', n: 1, when: 'after' }, verify);
    await hub.diesAt({ op: SAVE, n: 1, when: 'during' }, async () => {
      expect((await verify()).body).toMatchObject({
        reason: 'TASKS_VERIFY_BUSY',
        error_code: 'INVALID_STATUS',
      });
    });
    await hub.diesAt({ op: SAVE, n: 1, when: 'after' });
    await hub.diesAt({ op: SAVE, n: 1, when: 'after' }, async () => {
      const keeping = await client.ask('POST', `/${task}/keep-all`, { what: 'exact', rule: 'first' });
      expect(keeping.body).toMatchObject({ reason: 'TASKS_VERIFY_BUSY' });
    });
    await hub.diesAt({ op: 'kernel.work.finish', n: 1, when: 'during' });
    await hub.start();
    const found = await soon(async () => {
      const { data } = (await client.ask('GET', `/${task}/reverify`)).body;
      expect(data).toMatchObject({ state: 'done' });
      return data;
    });
    const { total_pairs, verified_pairs, filtered_pairs } = answer.body.data as unknown as Record<
      string,
      number
    >;
    expect(found).toMatchObject({ total_pairs, verified_pairs, filtered_pairs, seen_pairs: total_pairs });
    expect(dumpOf(folder, task)).toBe(undisturbed);
    // Again, nothing more goes.
    const again = await verify();
    expect(again.body.data).toMatchObject({ total_pairs: verified_pairs, filtered_pairs: 0 });
    expect(dumpOf(folder, task)).toBe(undisturbed);
  });
});
