import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Killed, openBank } from '../testing/bank.ts';

let bank: Awaited<ReturnType<typeof openBank>>;
beforeEach(async () => {
  bank = await openBank();
});
afterEach(() => bank.close());

const get = async (id: number) => {
  const found = await bank.store.read(bank.search.get, { id, include: { answer: true, analysis: true } });
  if ('refuse' in found) throw new Error(found.refuse);
  return found;
};
const codes = (report: Awaited<ReturnType<typeof bank.import>>) =>
  report.rejects.map(({ line, code }) => [line, code]);

describe('a file of questions', () => {
  it('is read as public sets have it: options in columns, the type told from the answer', async () => {
    const report = await bank.import(
      ',Question,A,B,C,D,Answer\n' +
        '0,"在文学上积极鼓吹""小说界革命""的是",蔡元培,黄遵宪,胡适,梁启超,D\n' +
        '1,哪些是质数,2,4,5,9,"A,C"\n' +
        '2,地球是圆的,,,,,对\n' +
        '3,1 + 1 = ____,,,,,2\n',
    );
    expect(report.found).toMatchObject({ records: 4, accepted: 4, rejected: 0 });
    expect(await get(1)).toMatchObject({
      type: '1',
      channel_code: 'zxx',
      content: '在文学上积极鼓吹"小说界革命"的是',
      answer: { correct_answer: 'D', option_true: 'D' },
      options: [
        { label: 'A', content: '蔡元培', seq: 1 },
        { label: 'B', content: '黄遵宪', seq: 2 },
        { label: 'C', content: '胡适', seq: 3 },
        { label: 'D', content: '梁启超', seq: 4 },
      ],
    });
    expect(await get(2)).toMatchObject({
      type: '2',
      answer: { correct_answer: ['A', 'C'], option_true: 'A,C' },
    });
    expect(await get(3)).toMatchObject({ type: '3', answer: { correct_answer: '1' }, options: [] });
    expect(await get(4)).toMatchObject({ type: '4', answer: { correct_answer: '2', answer_content: '2' } });
  });

  it('may have Chinese headers, GB18030 and a byte order mark', async () => {
    // "题干,答案\n甲乙,丙\n" in GB18030.
    const gb = Uint8Array.from(
      '\xcc\xe2\xb8\xc9,\xb4\xf0\xb0\xb8\n\xbc\xd7\xd2\xd2,\xb1\xfb\n',
      (character) => character.charCodeAt(0),
    );
    await bank.import(gb, { encoding: 'gb18030' });
    await bank.import('\uFEFF题干,答案\n丁,戊\n');
    expect((await get(1)).content).toBe('甲乙');
    expect((await get(2)).content).toBe('丁');
  });

  it('names each record that it leaves out, by line and reason', async () => {
    const report = await bank.import(
      'question_id,content,type,answer,subject_id\n' +
        'x,a,1,A,1\n' +
        '2,,1,A,1\n' +
        '3,a,1,A\n' +
        '4,a,1,"A,B",1\n' +
        '5,a,长题型,A,1\n' +
        '6,a,1,A,eins\n' +
        '7,"two\nlines",1,A,1\n' +
        '8,a\uFFFD,1,A,1\n' +
        `9,${'x'.repeat(200_001)},1,A,1\n`,
    );
    expect(codes(report)).toEqual([
      [2, 'TASKS_ROW_NUMBER'],
      [3, 'TASKS_ROW_EMPTY'],
      [4, 'TASKS_ROW_COLUMNS'],
      [5, 'TASKS_ROW_ANSWER'],
      [6, 'TASKS_ROW_TYPE'],
      [7, 'TASKS_ROW_NUMBER'],
      [10, 'TASKS_ROW_ENCODING'],
      [11, 'TASKS_ROW_TOO_LONG'],
    ]);
    expect(report.rejects[2]!.text).toEqual({
      zh: '应有 5 列，实有 4 列',
      en: '5 columns are expected, 4 are there',
    });
    expect((await get(7)).content).toBe('two\nlines');
  });

  it('has no half characters and no NUL in its texts', async () => {
    const report = await bank.import(
      [
        String.raw`{"content":"a\ud800"}`,
        String.raw`{"content":"\u0000"}`,
        String.raw`{"content":"b\u0000c"}`,
      ].join('\n'),
      { format: 'jsonl' },
    );
    expect(codes(report)).toEqual([
      [1, 'TASKS_ROW_ENCODING'],
      [2, 'TASKS_ROW_EMPTY'],
    ]);
    expect((await get(1)).content).toBe('bc');
  });

  it('is kept in commits of bounded size, whichever of its columns is long', async () => {
    const long = 'x'.repeat(150_000);
    const id = await bank.upload(
      `content,analysis\n${Array.from({ length: 12 }, () => `a,${long}\n`).join('')}`,
    );
    let saves = 0;
    await bank.read(id, { after: () => void saves++ });
    expect(saves).toBeGreaterThanOrEqual(4);
    expect((await bank.report(id)).found).toMatchObject({ accepted: 12 });
  });

  it('keeps a thousand reasons and counts all', async () => {
    const report = await bank.import(`content,answer\n${',x\n'.repeat(1_500)}`);
    expect(report.found).toMatchObject({ accepted: 0, rejected: 1_500 });
    const last = await bank.store.read(bank.imports.get, { id: 1, page: { page: 11, page_size: 100 } });
    expect('rejects' in last && last.rejects).toEqual([]);
  });

  it.each([
    ['without the needed column', 'a,b\n1,2\n', {}, 'TASKS_IMPORT_HEADER'],
    ['of more columns than any bank has', `content${',x'.repeat(1_000)}\n`, {}, 'TASKS_IMPORT_HEADER'],
    ['whose quote never closes', `content\n"${'x'.repeat(1_100_000)}`, {}, 'TASKS_IMPORT_UNREADABLE'],
    [
      'of lines without an end',
      'x'.repeat(2_100_000),
      { format: 'jsonl' as const },
      'TASKS_IMPORT_UNREADABLE',
    ],
  ])('%s fails with a code', async (_, text, plan, code) => {
    const id = await bank.upload(text, plan);
    await expect(bank.read(id)).rejects.toMatchObject({ code });
  });
});

describe('lines of JSON', () => {
  it('bring questions as the API shows them, parts of type 8 among them', async () => {
    const calculation = {
      question_id: 70,
      type: '8',
      subject_id: 3,
      subject_name: '会计',
      content: '<p>编制分录</p>',
      channel_code: 'A001',
      create_time: '2024-05-01T09:30:00',
      analysis: '见教材',
      answer: {
        type2: '1',
        sub_questions: [
          {
            calcchild_id: 9,
            type: '3',
            content: '第二问',
            sort: 2,
            answer: { answer_content: null, option_true: 'A,B' },
            options: [{ label: 'A', content: '借', seq: 1 }],
          },
          {
            calcchild_id: 5,
            type: '1',
            content: '第一问',
            sort: 1,
            answer: { answer_content: '借：…' },
            options: [],
          },
        ],
      },
    };
    const judgment = { type: '3', content: 'x', channel_code: 'A001', answer: { option_true: '2' } };
    await bank.import(`${JSON.stringify(calculation)}\n\n${JSON.stringify(judgment)}\nno json\n`, {
      format: 'jsonl',
    });
    const whole = await get(70);
    expect(whole).toMatchObject({
      ...calculation,
      answer: { type2: '1', sub_questions: calculation.answer.sub_questions.toReversed() },
    });
    expect('options' in whole).toBe(false);
    // What was read can be written back, and is the same again.
    const before = await bank.dump();
    await bank.import(JSON.stringify(whole), { format: 'jsonl' });
    expect(await bank.dump()).toEqual(before);
  });

  it('may have their options as plain texts, with or without a letter', async () => {
    const question = { question_id: 71, type: '1', content: '哪一个？', answer: 'B' };
    const lines = [
      { ...question, options: ['A. 甲', 'B、乙', 'C'] },
      { ...question, question_id: 72, options: 'A. 甲' },
      { ...question, question_id: 73, options: ['甲', 2] },
    ];
    const done = await bank.import(lines.map((line) => JSON.stringify(line)).join('\n'), { format: 'jsonl' });
    expect((await get(71)).options).toEqual([
      { label: 'A', content: '甲', seq: 1 },
      { label: 'B', content: '乙', seq: 2 },
      { label: 'C', content: 'C', seq: 3 },
    ]);
    expect(codes(done)).toEqual([
      [2, 'TASKS_ROW_LIST'],
      [3, 'TASKS_ROW_LIST'],
    ]);
    expect(done.rejects[0]!.text.en).toBe('options should be a list of at most 200 entries');
  });

  it('give new ids beyond those that files brought', async () => {
    await bank.import('{"question_id":70,"content":"a"}\n{"content":"b"}\n{"question_id":3,"content":"c"}', {
      format: 'jsonl',
    });
    expect((await bank.dump()).questions.map(({ question_id }) => question_id)).toEqual([3, 70, 71]);
  });
});

describe('tables of the old database', () => {
  it('come one by one, in any order, and make whole questions', async () => {
    const table = (name: string, text: string) =>
      bank.import(text, { format: 'table', table: name as 'teach_question' });
    await table('teach_ans_mult_choice', 'question_id,option_true,channel_code\n7,"A, B",zxx\n');
    await table(
      'teach_ans_mult_choice_child',
      'id,question_id,option_label,option_content,seq,channel_code\n1,7,B,乙,2,zxx\n2,7,A,甲,1,zxx\n3,7,A,他,1,other\n',
    );
    await table(
      'teach_question',
      'question_id,subject_id,subject_name,content,type,analysis,sort,channel_code,create_time,is_del\n' +
        '7,NULL,\\N,<p>题</p>,2,,5,zxx,2024-05-01 09:30:00,0\n',
    );
    expect(await get(7)).toEqual({
      question_id: 7,
      type: '2',
      type_name: '多选题',
      subject_id: null,
      subject_name: null,
      chapter_id: null,
      subject_type: null,
      subject_type_name: null,
      content: '<p>题</p>',
      content_detail: null,
      attr: null,
      sort: 5,
      channel_code: 'zxx',
      create_time: '2024-05-01T09:30:00',
      answer: { correct_answer: ['A', 'B'], option_true: 'A, B' },
      correct_answer: 'A,B',
      options: [
        { label: 'A', content: '甲', seq: 1 },
        { label: 'B', content: '乙', seq: 2 },
      ],
    });
  });

  it('do not lose answers when their questions come again', async () => {
    const question = 'question_id,content,type,channel_code\n7,x,4,zxx\n';
    await bank.import('question_id,answer_content,channel_code\n7,答,zxx\n', {
      format: 'table',
      table: 'teach_ans_blank',
    });
    for (let k = 0; k < 2; k++) await bank.import(question, { format: 'table', table: 'teach_question' });
    expect((await get(7)).correct_answer).toBe('答');
  });
});

describe('an import that is killed', () => {
  const file = `content,A,B,answer\n${Array.from({ length: 1_050 }, (_, n) => (n % 7 === 0 ? ',x,y,A' : `题${n},甲,乙,A`)).join('\n')}\n`;

  it('goes on where it was, with nothing done twice, wherever it is killed', async () => {
    const whole = await openBank();
    await whole.import(file);
    const expected = { ...(await whole.dump()), report: (await whole.report(1)).found };
    await whole.close();

    const id = await bank.upload(file);
    const deaths = new Set<string>();
    const once = (when: string) => (save: number) => {
      // A death before each save, and one after it: between the commit and whoever waits for it.
      if (deaths.size < 12 && !deaths.has(`${when} ${save}`) && save % 2 === (when === 'before' ? 0 : 1)) {
        deaths.add(`${when} ${save}`);
        throw new Killed();
      }
    };
    await bank.read(id, { before: once('before'), after: once('after') });
    expect(deaths.size).toBeGreaterThan(8);
    expect({ ...(await bank.dump()), report: (await bank.report(id)).found }).toEqual(expected);
    expect(expected.chunks).toEqual([]);
  });
});

describe('an upload', () => {
  it('that falls silent is given up, and takes no more', async () => {
    const begun = await bank.store.write(bank.imports.begin, {
      name: 'x',
      plan: {
        format: 'csv',
        table: null,
        encoding: 'auto',
        defaults: { channel_code: 'zxx', subject_id: null, subject_name: null, type: null },
      },
      by: 'me',
    });
    const id = 'id' in begun ? begun.id : 0;
    await bank.store.write(bank.imports.add, { id, seq: 0, bytes: new Uint8Array(10) });
    await bank.due(`tasks/import/${id}`);
    await bank.due('tasks/something/else');
    expect((await bank.report(id)).found).toMatchObject({
      state: 'failed',
      error: { code: 'TASKS_IMPORT_CUT' },
    });
    expect(await bank.store.write(bank.imports.add, { id, seq: 1, bytes: new Uint8Array(1) })).toEqual({
      refuse: 'TASKS_IMPORT_OVER',
      detail: { state: 'failed' },
    });
  });

  it('is one of at most five under way', async () => {
    for (let k = 0; k < 5; k++) await bank.upload('content\nx\n');
    await expect(bank.upload('content\nx\n')).rejects.toThrow('TASKS_IMPORT_BUSY');
  });
});
