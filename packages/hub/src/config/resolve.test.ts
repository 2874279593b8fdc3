import { kind, type Option } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { resolve, type Sources } from './resolve.ts';
import { suggest } from './suggest.ts';

const summary = { zh: '', en: '' };
const port: Option<number> = {
  path: 'print.port',
  env: 'POSTHOUSE_PRINT_PORT',
  flag: '--print-port',
  summary,
  fallback: 8765,
  parse: kind.port,
};
const open: Option<readonly string[]> = {
  path: 'print.open',
  env: 'POSTHOUSE_PRINT_OPEN',
  summary,
  fallback: [],
  parse: kind.list(kind.network),
};
const options = [port, open];

function resolved(sources: Partial<Sources>) {
  return resolve(options, { file: null, env: {}, flags: {}, ...sources });
}
const file = (content: unknown) => ({ name: 'posthouse.config.yaml', content });

describe('resolve', () => {
  it('takes the strongest source: default < file < variable < flag', () => {
    const all: Sources = {
      file: file({ print: { port: 1 } }),
      env: { POSTHOUSE_PRINT_PORT: '2' },
      flags: { '--print-port': '3' },
    };
    const port = (sources: Partial<Sources>) => {
      const { value, origin } = resolved(sources).settings.get('print.port')!;
      return [value, origin];
    };
    expect(port({})).toEqual([8765, 'default']);
    expect(port({ file: all.file })).toEqual([1, 'posthouse.config.yaml: print.port']);
    expect(port({ file: all.file, env: all.env })).toEqual([2, 'POSTHOUSE_PRINT_PORT']);
    expect(port(all)).toEqual([3, '--print-port']);
  });

  it('heeds an older variable, which the newer one covers', () => {
    const of = (env: Record<string, string>) => {
      const { settings } = resolve([{ ...port, alias: 'PORT' }], { file: null, env, flags: {} });
      const { value, origin } = settings.get('print.port')!;
      return [value, origin];
    };
    expect(of({ PORT: '1' })).toEqual([1, 'PORT']);
    expect(of({ PORT: '1', POSTHOUSE_PRINT_PORT: '2' })).toEqual([2, 'POSTHOUSE_PRINT_PORT']);
  });

  it('takes an empty variable for an absent one', () => {
    expect(resolved({ env: { POSTHOUSE_PRINT_PORT: '' } }).settings.get('print.port')?.value).toBe(8765);
  });

  it('says every fault at once, also of a source that another one covers', () => {
    const { faults } = resolved({
      file: file({ print: { port: 'x', open: ['nowhere'] } }),
      env: { POSTHOUSE_PRINT_PORT: '70000' },
      flags: { '--print-port': '8765' },
    });
    expect(faults.map(({ where }) => where)).toEqual([
      'posthouse.config.yaml: print.port',
      'POSTHOUSE_PRINT_PORT',
      'posthouse.config.yaml: print.open',
    ]);
  });

  it('finds unknown keys of the file, with the nearest known one', () => {
    const { faults } = resolved({ file: file({ print: { prot: 1 }, colour: { of: { ink: 'red' } } }) });
    expect(faults).toMatchObject([
      { where: 'posthouse.config.yaml: print.prot', text: { en: expect.stringContaining('print.port') } },
      {
        where: 'posthouse.config.yaml: colour.of.ink',
        text: { en: expect.stringContaining('config --print') },
      },
    ]);
  });

  it('refuses a file that holds no settings at all', () => {
    expect(resolved({ file: file(['print']) }).faults).toHaveLength(1);
  });

  it('only warns of variables that look misspelt, since the environment is shared', () => {
    const { faults, warnings } = resolved({ env: { POSTHOUSE_PRINT_PROT: '1', POSTHOUSE_EVAL_DATA: 'x' } });
    expect(faults).toEqual([]);
    expect(warnings.map(({ where }) => where)).toEqual(['POSTHOUSE_PRINT_PROT']);
  });
});

describe('suggest', () => {
  it.each([
    ['prot', ['port', 'host'], 'port'],
    ['HOST', ['port', 'host'], 'host'],
    ['xyzzy', ['port', 'host'], undefined],
    ['port', [], undefined],
  ])('%s of %o: %s', (word, names, nearest) => {
    expect(suggest(word, names)).toBe(nearest);
  });
});
