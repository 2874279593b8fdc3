import { expect, it } from 'vitest';
import { previewLine } from './looks.ts';

it.each([
  ['{"printData":"你好"}', '你好'],
  ['{"name":"hello"}', 'hello'],
  [
    '{"printData":{"product":"衬衫","lines":["一","二"],"n":3,"no":null},"template":"text"}',
    '衬衫 · 一 · 二 · 3',
  ],
  ['{"anything":"else"}', 'else'],
  // Cut after 200 characters: shown as it is, without what every job begins with.
  ['{"printData":"long text that was cu', '"long text that was cu'],
])('tells what %s prints', (preview, line) => {
  expect(previewLine(preview)).toBe(line);
});
