import { expect, it } from 'vitest';
import { kindOf, sizeText, uploadOf } from './file-kind.ts';

it.each([
  ['questions.csv', 'content,A', 'csv', null],
  ['bank.jsonl', '', 'jsonl', null],
  ['bank.NDJSON', '', 'jsonl', null],
  ['bank.txt', '\uFEFF {"content":1}', 'jsonl', null],
  ['teach_question.csv', 'question_id', 'table', 'teach_question'],
  ['2026_teach_ans_single_choice_child (1).csv', '', 'table', 'teach_ans_single_choice_child'],
  ['题库', '题干,答案', 'csv', null],
])('takes %s for %s', (name, beginning, format, table) => {
  expect(kindOf(name, beginning)).toEqual({ format, table });
});

it('is sent with what records get that say nothing of it', () => {
  expect(uploadOf('a b.jsonl', { format: 'jsonl', table: null }, { channel: ' zxx ', subject: '' })).toEqual({
    path: '/api/questions/import?format=jsonl&name=a+b.jsonl&channel_code=zxx',
    type: 'application/x-ndjson',
  });
});

it('writes sizes as people read them', () => {
  expect([12, 45_600, 12_345_678].map(sizeText)).toEqual(['12 B', '46 kB', '12.3 MB']);
});
