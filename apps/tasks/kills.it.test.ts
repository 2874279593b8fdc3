import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankGroup } from './testing/bank.ts';
import { dumpOf } from './testing/dump.ts';
import { MortalHub, SAVE, Template } from './testing/mortal-hub.ts';
import { openOurTasks } from './testing/our-tasks.ts';
import { Client, names, soon, type Heard } from './testing/server.ts';

/** Enough groups for all who die on the way; one is so large that its results are stored in pieces. */
const BANK: readonly BankGroup[] = [
  { type: '1', subject: '大', questions: 2_600, exact: 700, pairs: 500 },
  ...Array.from({ length: 400 }, (_, n) => ({
    type: String((n % 4) + 1),
    subject: n % 7 === 0 ? null : `科目 ${n}`,
    questions: 4,
    exact: n % 2,
    pairs: 1,
  })),
];

/** One set that no commit stores whole. */
const COPIES = 9_000;
const ONE_SET: readonly BankGroup[] = [
  { type: '3', subject: null, questions: COPIES, exact: 0, pairs: 0, copies: COPIES },
];

/** A hub's data with a bank in it, and what a task finds there when nobody disturbs it. */
interface Ground {
  readonly template: Template;
  readonly undisturbed: string;
}

async function groundOf(bank: readonly BankGroup[]): Promise<Ground> {
  const template = new Template();
  const server = await openOurTasks(bank);
  template.keep(server.folder);
  await using client = new Client(server);
  const id = await client.create();
  await client.ask('POST', `/${id}/start`);
  await client.settled(id, 'completed');
  const undisturbed = dumpOf(server.folder, id);
  await server.close();
  return { template, undisturbed };
}

let many: Ground;
let one: Ground;
beforeAll(async () => {
  many = await groundOf(BANK);
  one = await groundOf(ONE_SET);
});

afterAll(() => {
  for (const { template } of [many, one]) template.remove();
});

/** Members that are stored of the one set's group and of its cluster; read past the hub, which is dead. */
function storedIn(folder: string): readonly number[] {
  const db = new DatabaseSync(join(folder, 'core.db'), { readOnly: true, timeout: 10_000 });
  try {
    return ['tasks_exact_item', 'tasks_cluster_item'].map(
      (table) => db.prepare(`select count(*) as count from ${table}`).get()!['count'] as number,
    );
  } finally {
    db.close();
  }
}

/** A hub that starts is most of it, and there are many. */
const LONG = 300_000;

describe('a task whose hub is killed with SIGKILL', { timeout: LONG }, () => {
  it('finds the same as an undisturbed one, wherever it was hit, and its end is told once', async () => {
    await using hub = await MortalHub.over(many.template);
    const { client } = hub;
    let id = 0;
    let heard: readonly Heard[] = [];
    await hub.diesAt({ op: 'kernel.work.claim', n: 1, when: 'during' }, async () => {
      id = await client.create();
      ({ heard } = await client.follow(id));
      await client.ask('POST', `/${id}/start`);
    });
    // Within the large group: a piece of its results is stored, and its checkpoint is still before it.
    await hub.diesAt({ op: SAVE, n: 3, when: 'after' });
    await hub.diesAt({ op: 'tasks.task.pause', n: 1, when: 'after' }, () =>
      client.ask('POST', `/${id}/pause`),
    );
    await hub.diesAt({ op: SAVE, n: 10, when: 'during' }, async () => {
      expect(await client.task(id)).toMatchObject({ status: 'paused' });
      const resumed = await client.ask('POST', `/${id}/resume`);
      expect(resumed.body.message).toBe('任务已重新启动并继续执行');
    });
    // After the last group.
    await hub.diesAt({ op: 'kernel.work.finish', n: 1, when: 'during' });

    let cancelled = 0;
    await hub.diesAt({ op: 'tasks.task.cancel', n: 1, when: 'after' }, async () => {
      await client.settled(id, 'completed');
      expect(dumpOf(hub.folder, id)).toBe(many.undisturbed);
      await soon(() => {
        if (!names(heard).includes('task_completed')) throw new Error('not told yet');
      });
      cancelled = await client.create();
      await client.ask('POST', `/${cancelled}/start`);
      await client.ask('POST', `/${cancelled}/cancel`);
    });
    await hub.start();
    expect(await client.task(cancelled)).toMatchObject({ status: 'cancelled' });
    await client.ask('POST', `/${cancelled}/start`);
    await client.settled(cancelled, 'completed');
    expect(dumpOf(hub.folder, cancelled)).toBe(many.undisturbed);
    expect(names(heard).filter((name) => name === 'task_completed')).toHaveLength(1);
  });

  it('in the middle of one set of thousands finds it whole, once', async () => {
    await using hub = await MortalHub.over(one.template);
    const { client, folder } = hub;
    let id = 0;
    const partly: (readonly number[])[] = [];
    const begin = async () => {
      id = await client.create();
      await client.ask('POST', `/${id}/start`);
    };
    // The plan, how far it is, then the set: each run begins it anew.
    await hub.diesAt({ op: SAVE, n: 6, when: 'after' }, begin);
    partly.push(storedIn(folder));
    await hub.diesAt({ op: SAVE, n: 11, when: 'after' });
    partly.push(storedIn(folder));
    await hub.start();
    await client.settled(id, 'completed');
    for (const [group] of partly) expect(group).toBeGreaterThan(0);
    expect(partly[0]![0]).toBeLessThan(COPIES);
    expect(partly[1]![1]).toBeLessThan(COPIES);
    expect(storedIn(folder)).toEqual([COPIES, COPIES]);
    expect(dumpOf(folder, id)).toBe(one.undisturbed);
  });
});
