import { expect, it } from 'vitest';
import { pickLanguage } from '../words/language.ts';
import { themeOf } from './theme.ts';

it('follows the system until somebody chooses', () => {
  expect([themeOf(null), themeOf('dark'), themeOf('purple')]).toEqual(['auto', 'dark', 'auto']);
});

it('speaks the chosen language, else the browser’s, else English', () => {
  expect(pickLanguage('en', ['zh-CN'])).toBe('en');
  expect(pickLanguage(null, ['fr-FR', 'zh-TW', 'en'])).toBe('zh-CN');
  expect(pickLanguage('xx', ['en-GB'])).toBe('en');
  expect(pickLanguage(null, ['fr'])).toBe('en');
});
