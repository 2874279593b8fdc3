import { expect, it } from 'vitest';
import { choice, lastPage, pageOf, queryOf, text, whole } from './query.ts';

it('takes a number as people write it', () => {
  const given = [' #456 ', '456', ['7', '8'], '0', '-1', '1e9', 'abc', undefined];
  expect(given.map(whole)).toEqual([456, 456, 7, null, null, null, null, null]);
});

it('takes a text as far as the hub would look, and only words that it knows', () => {
  expect([text(' 珍珠奶茶 ', 2), text(['a', 'b'], 9), text(undefined, 9)]).toEqual(['珍珠', 'a', '']);
  const known = ['open', 'closed'] as const;
  expect([choice('open', known), choice(['closed'], known), choice('ajar', known)]).toEqual([
    'open',
    'closed',
    null,
  ]);
});

it('says nothing of what is at its default', () => {
  expect(queryOf({ q: '', status: null, printer: 3, page: pageOf(1) })).toEqual({ printer: '3' });
  expect(queryOf({ page: pageOf(2) })).toEqual({ page: '2' });
});

it('knows how many pages there are; one at the least', () => {
  expect([lastPage(0, 25), lastPage(25, 25), lastPage(26, 25), lastPage(10_000, 25)]).toEqual([1, 1, 2, 400]);
});
