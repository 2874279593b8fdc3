import { expect, it } from 'vitest';
import type { SettingRow } from '../answers.ts';
import { originKind, settingsFound } from './settings.ts';

const row = (path: string, about: Partial<SettingRow> = {}): SettingRow => ({
  path,
  env: `POSTHOUSE_${path.toUpperCase()}`,
  flag: null,
  summary: 'a port',
  value: '5000',
  fallback: '5000',
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

it('knows where a value came from', () => {
  expect(['default', 'POSTHOUSE_PORT', '--port', 'posthouse.json'].map(originKind)).toEqual([
    'default',
    'env',
    'flag',
    'file',
  ]);
});
