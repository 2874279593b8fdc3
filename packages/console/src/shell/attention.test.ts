import { computed, shallowRef } from 'vue';
import { expect, it } from 'vitest';
import type { Concern, ConsoleApp } from '../console-app.ts';
import { setUpAttention } from './attention.ts';

const concern = (id: string, rank: number, tone: Concern['tone']): Concern => ({
  id,
  rank,
  tone,
  text: id,
  remedies: [],
});

function app(name: string, concerns?: () => readonly Concern[]): ConsoleApp {
  return {
    name,
    icon: {},
    group: 'app',
    key: name[0]!,
    permissions: [],
    nav: [],
    routes: [],
    words: { 'zh-CN': {}, en: {} },
    ...(concerns && { attention: () => computed(concerns) }),
  };
}

it('puts the worst of all parts first, and marks each part with its worst colour', () => {
  const print = shallowRef([concern('failed', 35, 'waits'), concern('uncertain', 10, 'asks')]);
  const { concerns, byApp } = setUpAttention([
    app('print', () => print.value),
    app('bridge', () => [concern('offline', 20, 'bad')]),
    app('tasks', () => []),
    app('system'),
  ]);
  expect(concerns.value.map(({ id }) => id)).toEqual(['uncertain', 'offline', 'failed']);
  expect([...byApp.value]).toEqual([
    ['print', { count: 2, tone: 'asks' }],
    ['bridge', { count: 1, tone: 'bad' }],
  ]);
  print.value = [];
  expect(concerns.value.map(({ id }) => id)).toEqual(['offline']);
  expect(byApp.value.has('print')).toBe(false);
});
