import { describe, expect, it } from 'vitest';
import { numberedSql } from './numbered-sql.ts';

describe('numberedSql', () => {
  it('numbers the parameters from left to right', () => {
    expect(numberedSql('select * from item where box = ? and key = ? limit ?')).toBe(
      'select * from item where box = $1 and key = $2 limit $3',
    );
  });

  it.each([
    [`select '?' where a = ?`, `select '?' where a = $1`],
    [`select 'it''s ?' where a = ?`, `select 'it''s ?' where a = $1`],
    [`select "a?" from t where b = ?`, `select "a?" from t where b = $1`],
  ])('leaves what is quoted: %s', (sql, numbered) => {
    expect(numberedSql(sql)).toBe(numbered);
  });
});
