import { expect, it } from 'vitest';
import type { SettingRow } from '../answers.ts';
import { originKind, settingsFound, spanIn } from './settings.ts';

const row = (path: string, about: Partial<SettingRow> = {}): SettingRow => ({
  path,
  env: `POSTHOUSE_${path.toUpperCase()}`,
  flag: null,
  summary: 'a port',
  value: '5000',
  span: null,
  fallback: '5000',
  fallback_span: null,
  origin: 'default',
  secret: false,
  ...about,
});

it('finds settings by anything that is written of them', () => {
  const rows = [
    row('port', { flag: '--port' }),
    row('host', { summary: '监听地址', origin: 'POSTHOUSE_HOST' }),
  ];
  const found = (text: string, changed = false) => settingsFound(rows, text, changed).map(({ path }) => path);
  expect(found('')).toEqual(['port', 'host']);
  expect(found('监听')).toEqual(['host']);
  expect(found('--PORT')).toEqual(['port']);
  expect(found('', true)).toEqual(['host']);
});

it('says a span in its largest whole unit', () => {
  const said = [0, 250, 1_500, 30_000, 90_000, 7_200_000, 1_209_600_000].map(spanIn);
  expect(said.map(({ word, n }) => `${n} ${word}`)).toEqual([
    '0 seconds',
    '250 milliseconds',
    '1500 milliseconds',
    '30 seconds',
    '90 seconds',
    '2 hours',
    '14 days',
  ]);
});

it('knows where a value came from', () => {
  expect(['default', 'POSTHOUSE_PORT', '--port', 'posthouse.json'].map(originKind)).toEqual([
    'default',
    'env',
    'flag',
    'file',
  ]);
});
