import { expect, it } from 'vitest';
import { MOST, tooLong } from './bounds.ts';

const lines = (count: number) => Array.from({ length: count }, () => '1 x ¥25.00').join('\r\n');
const codes = (count: number) => '{code:1}'.repeat(count);

it('takes what is as long as it may be', () => {
  expect(tooLong({ text: lines(MOST.lines) })).toBeNull();
  expect(tooLong({ markup: codes(MOST.properties) })).toBeNull();
  expect(tooLong({ text: codes(MOST.properties + 1) })).toBeNull();
});

it('refuses one line or one code more, and says how many there are', () => {
  expect(tooLong({ text: lines(MOST.lines + 1) })).toEqual({
    refuse: 'PRINT_JOB_TOO_LONG',
    detail: { lines: MOST.lines + 1, properties: 0, most: MOST },
  });
  expect(tooLong({ markup: codes(MOST.properties + 1) })).toMatchObject({
    detail: { lines: 1, properties: MOST.properties + 1 },
  });
});
