import { expect, it } from 'vitest';
import { closeText } from './close-words.ts';

it("says the hub's own close codes, and those of the standard", () => {
  expect(closeText(4409, 'en')).toMatch(/by hand/);
  expect(closeText(4401, 'zh-CN')).toMatch(/令牌/);
  expect(closeText(1006, 'en')).toMatch(/port/);
  expect(closeText(4999, 'en')).toBeNull();
});
