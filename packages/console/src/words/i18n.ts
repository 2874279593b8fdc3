import { createI18n } from 'vue-i18n';
import type { ConsoleApp } from '../console-app.ts';
import { en } from './en.ts';
import type { Language } from './language.ts';
import { zhCN } from './zh-CN.ts';

/** All words: the shell's own and, under its name, each part's. */
export function createWords(apps: readonly ConsoleApp[], locale: Language) {
  const of = (language: Language) =>
    Object.fromEntries(apps.map(({ name, words }) => [name, words[language]]));
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    messages: { 'zh-CN': { ...zhCN, ...of('zh-CN') }, en: { ...en, ...of('en') } },
    missingWarn: false,
    fallbackWarn: false,
  });
}
