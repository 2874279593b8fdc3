import { expect, it } from 'vitest';
import { questionsQuery, readSought, writeSought } from './sought.ts';

it('goes to the address bar and back, without what is at its default', () => {
  const query = { keyword: '50% 的', type: '2', deleted: '1', page: '4' };
  expect(writeSought(readSought(query))).toEqual(query);
  expect(writeSought(readSought({ type: 'x', deleted: 'no', page: '0', keyword: [1] }))).toEqual({});
});

it('asks the hub', () => {
  const plain = readSought({});
  expect(questionsQuery(plain, 20)).toBe('type=all&page=1&page_size=20');
  expect(questionsQuery({ ...plain, keyword: 'a&b', deleted: true }, 20)).toBe(
    'type=all&page=1&page_size=20&keyword=a%26b&deleted=true',
  );
});
