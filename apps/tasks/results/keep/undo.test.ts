import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBank, time } from '../../questions/testing/bank.ts';
import { createResultStore } from '../store.ts';

const { keeps } = createResultStore(time);
let bank: Awaited<ReturnType<typeof openBank>>;
beforeEach(async () => {
  bank = await openBank();
});
afterEach(() => bank.close());

const shown = async () =>
  (await bank.dump()).questions.map(({ question_id, content, is_del }) => [question_id, content, is_del]);

it('an undo brings back what the deed deleted, and not what a file has brought or deleted since', async () => {
  await bank.import('question_id,content\n1,题\n2,题\n3,题\n4,题\n');
  await bank.fillTask([[1, 2, 3, 4]], []);
  const deed = { task: 1, question: 1, target: { cluster: 1 }, by: 'me' };
  expect(await bank.store.write(keeps.one, deed)).toMatchObject({ state: 'done', deleted: 3 });
  await bank.import('question_id,content,is_del\n2,新题,0\n3,题,1\n5,题,0\n');
  const undone = await bank.store.write(keeps.undo, { task: 1, id: 1, by: 'me' });
  expect(undone).toMatchObject({ state: 'undone', deleted: 3, restored: 1 });
  expect(await shown()).toEqual([
    [1, '题', 0],
    [2, '新题', 0],
    [3, '题', 1],
    [4, '题', 0],
    [5, '题', 0],
  ]);
});
