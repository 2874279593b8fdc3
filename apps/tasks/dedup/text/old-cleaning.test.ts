import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { oldCleaning } from './old-cleaning.ts';

it.each([
  ['<p>ＡＢＣ\u3000 def</p>', 'ABC def', '1eece89c8629f2c136baa02a94d8b4da'],
  ['见[图片1]，求[公式２]。', '见[IMG],求[FORMULA]。', '53878bde16c76f8c1943e189549ce6b4'],
  ['<b>甲</b><br/>乙', '甲乙', 'b00534f43ac262f55e80b90fa119e97b'],
])('cleans %j as the old server did', (html, cleaned, digest) => {
  expect(oldCleaning(html)).toBe(cleaned);
  expect(hash('md5', cleaned)).toBe(digest);
});

it('keeps the old faults', () => {
  expect(oldCleaning('若 a<b 且 c>d')).toBe('若 ad');
  expect(oldCleaning('a&nbsp;b')).toBe('a&nbsp;b');
  expect(oldCleaning('\u200B x')).toBe(' x');
});

it('takes for white space what the old server took for it', () => {
  expect(oldCleaning('a\u001C\u0085b\uFEFF')).toBe('a b');
});
