import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBank } from '../testing/bank.ts';

let bank: Awaited<ReturnType<typeof openBank>>;
beforeEach(async () => {
  bank = await openBank();
});
afterEach(() => bank.close());

const contents = async () => (await bank.dump()).questions.map(({ content }) => content);
const codes = (report: Awaited<ReturnType<typeof bank.import>>) =>
  report.rejects.map(({ line, code }) => [line, code]);

describe('a file as programs write it', () => {
  it.each([
    ['lines end as in Windows, and as in Unix', 'content,answer\r\n一,甲\n二,乙\r\n三,丙\n'],
    ['lines end as in Unix, and as in Windows', 'content,answer\n一,甲\r\n二,乙\n三,丙\r\n'],
    ['lines end as on old Macs', 'content,answer\r一,甲\r二,乙\r三,丙\r'],
    ['rows of commas follow', `content,answer\r\n一,甲\r\n二,乙\r\n三,丙\r\n${',\r\n'.repeat(300)}`],
  ])('%s: every question comes in', async (_, text) => {
    const report = await bank.import(text);
    expect(report.found).toMatchObject({ records: 3, accepted: 3, rejected: 0 });
    const { questions, answers } = await bank.dump();
    expect(questions.map(({ content }) => content)).toEqual(['一', '二', '三']);
    expect(answers.map(({ value }) => value)).toEqual(['甲', '乙', '丙']);
  });

  it('a line break within quotes stays as it is', async () => {
    await bank.import('content,answer\r\n"一\r\n二",甲\r\n');
    expect(await contents()).toEqual(['一\r\n二']);
  });

  it('cells that a spreadsheet would run are texts', async () => {
    const formulas = ["=cmd|'/c calc'!A1", '+1', '-1', '@SUM(A1)'];
    await bank.import(`content\n${formulas.join('\n')}\n`);
    expect(await contents()).toEqual(formulas);
  });

  it.each([
    ['content', 'content,Content\n一,二\n'],
    ['content', '题干,题目,答案\n一,二,甲\n'],
    ['option A', 'content,A,选项A,答案\n一,甲,乙,A\n'],
  ])('has %s once: of two columns nobody knows which is meant', async (column, text) => {
    const id = await bank.upload(text);
    await expect(bank.read(id)).rejects.toMatchObject({
      code: 'TASKS_IMPORT_COLUMN_TWICE',
      detail: { column },
    });
  });

  it('may have what nobody reads twice', async () => {
    await bank.import(',,page,page,content\n1,2,3,4,一\n');
    expect(await contents()).toEqual(['一']);
  });
});

it('questions of very many parts are kept some at a time, each with ids of its own', async () => {
  const part = { content: 'x', options: [{ label: 'A', content: 'y' }] };
  const sub_questions = Array.from({ length: 200 }, (_, n) =>
    n % 2 === 0 ? part : { ...part, type: '4', blankchild_id: n === 1 ? 7_000 : undefined },
  );
  const question = JSON.stringify({ type: '8', content: 'x', answer: { type2: '1', sub_questions } });
  const id = await bank.upload(Array.from({ length: 25 }, () => question).join('\n'), { format: 'jsonl' });
  let saves = 0;
  await bank.read(id, { after: () => void saves++ });
  // 400 rows each, and the file's own pieces.
  expect(saves).toBeGreaterThanOrEqual(5);
  const { questions, parts, options } = await bank.dump();
  expect(questions).toHaveLength(25);
  // One brought by all of them is the last one's.
  expect([parts.length, options.length]).toEqual([25 * 200 - 24, 25 * 200]);
  expect(parts.filter(({ child_id }) => child_id === 7_000)).toMatchObject([
    { question_id: 25, kind: 'blank' },
  ]);
});

describe('an answer', () => {
  it('names options by their letters: the words of one, or a letter that is not there, are left out', async () => {
    const report = await bank.import(
      'content,A,B,answer\n' +
        '首都,Paris,Rome,A\n' +
        '首都,Paris,Rome,Paris\n' +
        '首都,Paris,Rome,Bad Idea\n' +
        '首都,Paris,Rome,C\n' +
        '首都,Paris,Rome,1\n' +
        '首都,Paris,Rome,"a,b"\n' +
        '见题干中的选项,,,\n',
    );
    expect(codes(report)).toEqual([
      [3, 'TASKS_ROW_ANSWER'],
      [4, 'TASKS_ROW_ANSWER'],
      [5, 'TASKS_ROW_ANSWER'],
      [6, 'TASKS_ROW_ANSWER'],
    ]);
    const { answers } = await bank.dump();
    expect(answers.map(({ value }) => value)).toEqual(['A', 'A,B']);
  });

  it('in a list of JSON is text as any other', async () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const report = await bank.import(
      [
        String.raw`{"type":"4","content":"a","answer":["x\u0000","y"]}`,
        String.raw`{"type":"4","content":"b","answer":["\ud800"]}`,
        '{"type":"4","content":"c","answer":[{"x":1}]}',
        `{"type":"4","content":"d","answer":[${nested}]}`,
        '{"type":"2","content":"e","answer":["A",null,"B"]}',
      ].join('\n'),
      { format: 'jsonl' },
    );
    expect(codes(report)).toEqual([
      [2, 'TASKS_ROW_ENCODING'],
      [3, 'TASKS_ROW_TEXT'],
      [4, 'TASKS_ROW_TEXT'],
    ]);
    const { answers } = await bank.dump();
    expect(answers.map(({ value }) => value)).toEqual(['x,y', 'A,B']);
  });
});
