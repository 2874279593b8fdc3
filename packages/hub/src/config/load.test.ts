import { describe, expect, it } from 'vitest';
import { allOptions, loadConfig } from './load.ts';

const load = (env: Record<string, string> = {}) => loadConfig({ file: null, env, flags: {} });

describe('configuration', () => {
  it('declares each path, variable and flag once, with a summary in both languages', () => {
    const options = allOptions();
    for (const names of [
      options.map(({ path }) => path),
      options.map(({ env }) => env),
      options.flatMap(({ flag }) => flag ?? []),
    ]) {
      expect(names).toEqual([...new Set(names)]);
    }
    for (const { env, flag, summary } of options) {
      expect(env).toMatch(/^POSTHOUSE_[A-Z_]+$/);
      expect(flag ?? '--ok').toMatch(/^--[a-z-]+$/);
      expect(summary.zh && summary.en).toBeTruthy();
    }
  });

  it('has fallbacks that its own checks accept', () => {
    for (const option of allOptions()) {
      const { fallback } = option;
      // A span is declared in milliseconds and written with its unit.
      const written = [fallback, `${String(fallback)}ms`, `${Number(fallback) / 1_000}`];
      const accepted = written.some((raw) => 'ok' in option.parse(raw));
      expect({ [option.env]: accepted }).toEqual({ [option.env]: true });
    }
  });

  it('fixes the names and ports that clients and guides know', () => {
    const fallbacks = Object.fromEntries(allOptions().map(({ env, fallback }) => [env, fallback]));
    expect(fallbacks).toMatchObject({
      POSTHOUSE_DATA: './data',
      POSTHOUSE_HOST: '127.0.0.1',
      POSTHOUSE_PORT: 5000,
      POSTHOUSE_PRINT_PORT: 8765,
      POSTHOUSE_BRIDGE_PORT: 3000,
      POSTHOUSE_LINES_PORT: 8080,
      POSTHOUSE_DEVICES_PORT: 8000,
      POSTHOUSE_PRINT_OPEN: ['127.0.0.1/32', '::1/128'],
    });
  });

  it('gives each app its slice, with the main host where it has none of its own', () => {
    const { config, resolved } = load({ POSTHOUSE_HOST: '10.0.0.2', POSTHOUSE_TIMEZONE: 'Asia/Shanghai' });
    expect(resolved.faults).toEqual([]);
    expect(config.apps['print']).toMatchObject({
      port: 8765,
      host: '10.0.0.2',
      shop: '发财小狗饮品店',
      timezone: 'Asia/Shanghai',
    });
    expect(structuredClone(config.apps)).toEqual(config.apps);
  });

  it.each(['POSTHOUSE_DATABASE_URL', 'POSTHOUSE_REDIS_URL'])('%s is a fault that says why', (name) => {
    expect(load({ [name]: 'x://y' }).resolved.faults).toMatchObject([
      { where: name, text: { en: expect.stringContaining('not shipped yet') } },
    ]);
  });
});
