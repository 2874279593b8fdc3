import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../test-support/free-port.ts';
import type { BankGroup } from './testing/bank.ts';
import { dumpOf } from './testing/dump.ts';
import type { KillPoint } from './testing/killed-hub.ts';
import { openOurTasks } from './testing/our-tasks.ts';
import { Client, names, soon, type Heard } from './testing/server.ts';

const HUB = fileURLToPath(new URL('./testing/killed-hub.ts', import.meta.url));
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
let template: string;
/** Each hub that is killed leaves to the next what it has compiled: starting is most of this file's time. */
let compiled: string;
let undisturbed: string;
let folder: string;
let port: number;
let child: ChildProcess | null = null;

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'posthouse-template-'));
  compiled = mkdtempSync(join(tmpdir(), 'posthouse-compiled-'));
  const server = await openOurTasks(BANK);
  cpSync(server.folder, template, { recursive: true, filter: (path) => !path.endsWith('lock.db') });
  await using client = new Client(server);
  const id = await client.create();
  await client.ask('POST', `/${id}/start`);
  await client.settled(id, 'completed');
  undisturbed = dumpOf(server.folder, id);
  await server.close();
});

afterAll(() => {
  for (const made of [template, compiled]) rmSync(made, { recursive: true, force: true });
});

afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function kill(): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A hub in a process of its own, which dies at the point; its words tell that it got there. */
async function start(point?: KillPoint): Promise<{ died: Promise<string> }> {
  const hub = spawn(
    process.execPath,
    [HUB, folder, String(port), ...(point ? [JSON.stringify(point)] : [])],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
  );
  child = hub;
  let said = '';
  const ended = once(hub, 'exit').then(([, signal]) => {
    expect(signal).toBe('SIGKILL');
    return said;
  });
  ended.catch(() => {});
  hub.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await soon(() => {
    if (hub.exitCode !== null || !said.includes('open')) throw new Error('not open yet');
  });
  return { died: ended };
}

/** Dies there, and says so. */
async function diesAt(point: KillPoint, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
  const { died } = await start(point);
  try {
    await meanwhile();
  } catch (error) {
    // Who asked the hub that died gets no answer.
    if (!(error instanceof TypeError)) throw error;
  }
  const words = `killed ${point.when} ${point.op} #${point.n}`;
  expect(await died).toContain(words);
  console.log(words);
}

async function open(): Promise<Client> {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-killed-'));
  cpSync(template, folder, { recursive: true });
  port = await freePort();
  return new Client({ url: `http://127.0.0.1:${port}` });
}

/** A hub that starts is most of it, and there are many. */
const LONG = 300_000;
const SAVE = 'kernel.work.save';

describe('a task whose hub is killed with SIGKILL', { timeout: LONG }, () => {
  it('finds the same as an undisturbed one, wherever it was hit, and its end is told once', async () => {
    await using client = await open();
    let id = 0;
    let heard: readonly Heard[] = [];
    await diesAt({ op: 'kernel.work.claim', n: 1, when: 'during' }, async () => {
      id = await client.create();
      ({ heard } = await client.follow(id));
      await client.ask('POST', `/${id}/start`);
    });
    // Within the large group: a piece of its results is stored, and its checkpoint is still before it.
    await diesAt({ op: SAVE, n: 3, when: 'after' });
    await diesAt({ op: 'tasks.task.pause', n: 1, when: 'after' }, () => client.ask('POST', `/${id}/pause`));
    await diesAt({ op: SAVE, n: 10, when: 'during' }, async () => {
      expect(await client.task(id)).toMatchObject({ status: 'paused' });
      const resumed = await client.ask('POST', `/${id}/resume`);
      expect(resumed.body.message).toBe('任务已重新启动并继续执行');
    });
    // After the last group.
    await diesAt({ op: 'kernel.work.finish', n: 1, when: 'during' });

    let cancelled = 0;
    await diesAt({ op: 'tasks.task.cancel', n: 1, when: 'after' }, async () => {
      await client.settled(id, 'completed');
      expect(dumpOf(folder, id)).toBe(undisturbed);
      await soon(() => {
        if (!names(heard).includes('task_completed')) throw new Error('not told yet');
      });
      cancelled = await client.create();
      await client.ask('POST', `/${cancelled}/start`);
      await client.ask('POST', `/${cancelled}/cancel`);
    });
    await start();
    expect(await client.task(cancelled)).toMatchObject({ status: 'cancelled' });
    await client.ask('POST', `/${cancelled}/start`);
    await client.settled(cancelled, 'completed');
    expect(dumpOf(folder, cancelled)).toBe(undisturbed);
    expect(names(heard).filter((name) => name === 'task_completed')).toHaveLength(1);
  });
});
