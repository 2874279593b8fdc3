import { openPostgres } from '@posthouse/store-postgres';
import { afterAll, afterEach, beforeEach, describe, expect } from 'vitest';
import { startPostgres } from '../../../test-support/postgres.ts';
import type { Task } from '../contract/task.ts';
import { bankOf } from './bank.ts';
import { soon } from './server.ts';
import { openTaskStore, sure, type Open, type TaskStore } from './task-store.ts';

/** Three groups; half of the answers to the first differ, which stems alone do not tell. */
export const BANK = bankOf([
  { type: '4', subject: '数学', questions: 60, exact: 10, pairs: 12 },
  { type: '4', subject: null, questions: 9, exact: 1, pairs: 2 },
  { type: '3', subject: '语文', questions: 1, exact: 0, pairs: 0 },
]).map((question, n) =>
  question.type === '4' && question.subject_id
    ? { ...question, answer: n % 4 === 1 ? '乙' : '甲' }
    : question,
);
export const STEM = { method: 'stem' };
export const PAGE = { page: 1, page_size: 20 };

/** The tasks over a store with the bank in it, new for each test. */
export interface Rig {
  readonly house: TaskStore;
  get(id: number): Promise<Task>;
  settled(id: number, status: string): Promise<void>;
  /** A task that has run to its end. */
  completed(config?: object): Promise<number>;
  /** What SQLite found: another database finds the same. */
  same(what: string, value: unknown): void;
}

const postgres = await startPostgres();

/** The same tests on SQLite and, where there is one, on PostgreSQL. */
export function onBothStores(name: string, suite: (rig: Rig) => void): void {
  const found = new Map<string, unknown>();
  const same = (what: string, value: unknown) => {
    if (!found.has(what)) found.set(what, value);
    expect(value).toEqual(found.get(what));
  };

  describe(`${name} on SQLite`, () => {
    suite(rigOf(same));
  });

  describe.skipIf('missing' in postgres)(`${name} on PostgreSQL`, () => {
    if ('missing' in postgres) return;
    const server = postgres.got;
    afterAll(() => server.stop());
    suite(
      rigOf(same, async (app, clock) =>
        openPostgres({ url: await server.createDatabase(), clock, apps: [app] }),
      ),
    );
  });
}

function rigOf(same: Rig['same'], open?: Open): Rig {
  let house: TaskStore;
  beforeEach(async () => {
    house = await openTaskStore(open);
    await house.addQuestions(BANK);
    house.clock.advance(1_000);
  });
  afterEach(() => house.store.close());

  const get = async (id: number) => sure(await house.store.read(house.tasks.get, { id }));
  const settled = (id: number, status: string) =>
    soon(async () => expect(await get(id)).toMatchObject({ status }));
  return {
    get house() {
      return house;
    },
    get,
    settled,
    same,
    async completed(config: object = STEM) {
      const { id } = await house.create({ config });
      await house.working(async () => {
        sure(await house.start(id));
        await settled(id, 'completed');
      });
      return id;
    },
  };
}
