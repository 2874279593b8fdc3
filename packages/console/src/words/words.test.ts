import { describe, expect, it } from 'vitest';
import { apps } from '../apps/index.ts';
import { en } from './en.ts';
import { byLength, glossary } from './glossary.ts';
import { literalsOf } from './literals.ts';
import { holesOf, sentencesOf } from './sentences.ts';
import { zhCN } from './zh-CN.ts';

const all = (language: 'zh-CN' | 'en') =>
  sentencesOf({
    ...(language === 'en' ? en : zhCN),
    ...Object.fromEntries(apps.map(({ name, words }) => [name, words[language]])),
  });
const zh = all('zh-CN');
const english = all('en');

describe('every sentence', () => {
  it('is there in both languages, with the same holes', () => {
    expect([...english.keys()].sort()).toEqual([...zh.keys()].sort());
    const differing = [...zh].filter(
      ([key, sentence]) => holesOf(sentence).join() !== holesOf(english.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('is in its own language', () => {
    const chinese = /\p{Script=Han}/u;
    expect([...english].filter(([, sentence]) => chinese.test(sentence)).map(([key]) => key)).toEqual([]);
    const mute = [...zh].filter(
      // Letters alone are names: PowerShell, ESC/POS.
      ([, sentence]) => sentence === '' || (/[a-z]{3} [a-z]{3}/.test(sentence) && !chinese.test(sentence)),
    );
    expect(mute.map(([key]) => key)).toEqual([]);
  });

  it('has straight quotes in English: the Chinese faces draw the others a whole letter wide', () => {
    expect([...english].filter(([, sentence]) => /[“”‘’]/.test(sentence)).map(([key]) => key)).toEqual([]);
  });
});

describe('the glossary', () => {
  it('names each thing once, in about forty terms', () => {
    expect(new Set(glossary.map((term) => term.zh)).size).toBe(glossary.length);
    expect(glossary.length).toBeGreaterThanOrEqual(38);
  });

  it('is kept: no other word for the same thing', () => {
    const strays: string[] = [];
    for (const { notZh = [], notEn = [] } of glossary) {
      for (const [key, sentence] of zh) if (notZh.some((word) => sentence.includes(word))) strays.push(key);
      for (const [key, sentence] of english) {
        if (notEn.some((word) => new RegExp(`\\b${word}\\b`, 'i').test(sentence))) strays.push(key);
      }
    }
    expect(strays).toEqual([]);
  });

  it('is kept in pairs: what the Chinese names, the English names by its own word', () => {
    const strays: string[] = [];
    for (const [key, sentence] of zh) {
      let rest = sentence;
      for (const term of byLength) {
        if (!rest.includes(term.zh)) continue;
        rest = rest.replaceAll(term.zh, '');
        const said = english.get(key)?.toLowerCase() ?? '';
        if (!term.en.some((word) => said.includes(word.toLowerCase()))) {
          strays.push(`${key}: ${term.zh} is not in "${english.get(key)}"`);
        }
      }
    }
    // A sentence may go without the word where it is clear; most do not.
    expect(strays.slice(Math.floor(zh.size / 10))).toEqual([]);
  });
});

const sources = import.meta.glob<string>(['../**/*.{vue,ts}', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.entries(sources).map(([path, text]) => ({ path: path.replace('../', ''), text }));

describe('the sources', () => {
  it('ask for keys that exist', () => {
    const used = files.flatMap(({ path, text }) =>
      [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key]) => ({ path, key: key ?? '' })),
    );
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter(({ key }) => !zh.has(key))).toEqual([]);
  });

  it('ask for families of keys that exist', () => {
    const used = files.flatMap(({ path, text }) =>
      // t(`time.${word}`): at least the part before the hole.
      [...text.matchAll(/\bt\(\s*`([\w.]+\.)\$\{/g)].map(([, key]) => ({ path, key: key ?? '' })),
    );
    const known = [...zh.keys()];
    expect(used.filter(({ key }) => !known.some((one) => one.startsWith(key)))).toEqual([]);
  });

  it('hold no sentence in a template', () => {
    const components = files.filter(({ path }) => path.endsWith('.vue'));
    expect(components.length).toBeGreaterThan(50);
    const strays = components.flatMap(({ path, text }) =>
      literalsOf(text).map((literal) => `${path}: ${literal}`),
    );
    expect(strays).toEqual([]);
  });

  it('would find a sentence wherever a reader meets one', () => {
    const template = (inside: string) => literalsOf(`<template>${inside}</template>`);
    expect(template('<p v-if="a > b">Hello</p>')).toEqual(['Hello']);
    expect(template('<i title="关闭" /><b :aria-label="`Close ${a}`" />')).toEqual(['关闭', 'Close ']);
    expect(template(`<p>{{ ok ? 'All is well' : t('shell.no') }}</p>`)).toEqual(['All is well']);
    expect(template('<kbd>Esc</kbd><p :class="\'a b\'" data-search="x y">{{ n }} · 80</p>')).toEqual([]);
  });
});
