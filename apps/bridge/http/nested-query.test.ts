import { describe, expect, it } from 'vitest';
import { nestQuery } from './nested-query.ts';

describe('nested query parameters', () => {
  it.each<[Record<string, unknown>, unknown]>([
    [{ name: 'x' }, { name: 'x' }],
    [{ name: ['1', '2'] }, { name: ['1', '2'] }],
    [{ 'name[a]': '1', 'name[b][c]': '2' }, { name: { a: '1', b: { c: '2' } } }],
    [{ 'name[]': ['1', '2'] }, { name: ['1', '2'] }],
    [{ 'name[0]': 'a', 'name[1]': 'b' }, { name: ['a', 'b'] }],
    [{ 'name[21]': 'a' }, { name: { 21: 'a' } }],
    [{ 'name[a][b][c][d][e][f]': '1' }, { name: { a: { b: { c: { d: { e: { '[f]': '1' } } } } } } }],
    [
      { '[a]': '1', 'b[': '2', 'c]': '3' },
      { '[a]': '1', 'b[': '2', 'c]': '3' },
    ],
    [
      { 0: 'a', 1: 'b' },
      { 0: 'a', 1: 'b' },
    ],
    [{}, {}],
  ])('%j', (flat, nested) => {
    expect(nestQuery(flat)).toEqual(nested);
  });

  it('takes the names of an object’s parts for names', () => {
    const nested = nestQuery(
      JSON.parse('{"a[__proto__][x]": "1", "__proto__[y]": "2"}') as Record<string, unknown>,
    );
    expect(JSON.stringify(nested)).toBe('{"a":{"__proto__":{"x":"1"}},"__proto__":{"y":"2"}}');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
