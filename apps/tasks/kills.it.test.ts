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

/** A hub's data with the bank in it, and what a task finds there when nobody disturbs it. */
let template: Template;
let undisturbed: string;

beforeAll(async () => {
  template = new Template();
  const server = await openOurTasks(BANK);
  template.keep(server.folder);
  await using client = new Client(server);
  const id = await client.create();
  await client.ask('POST', `/${id}/start`);
  await client.settled(id, 'completed');
  undisturbed = dumpOf(server.folder, id);
  await server.close();
});

afterAll(() => template.remove());

/** A hub that starts is most of it, and there are many. */
const LONG = 300_000;

describe('a task whose hub is killed with SIGKILL', { timeout: LONG }, () => {
  it('finds the same as an undisturbed one, wherever it was hit, and its end is told once', async () => {
    await using hub = await MortalHub.over(template);
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
      expect(dumpOf(hub.folder, id)).toBe(undisturbed);
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
    expect(dumpOf(hub.folder, cancelled)).toBe(undisturbed);
    expect(names(heard).filter((name) => name === 'task_completed')).toHaveLength(1);
  });
});
