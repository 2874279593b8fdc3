import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../packages/kernel/src/', import.meta.url));
const FOREIGN = /^(job|printer|session|task|alarm|sample|account|dialect|http)s?$/;

/** Names that mean something else here, each with its reason. */
const OTHERWISE = new Map([
  ['Dialect', 'of SQL, not of a client'],
  ['dialect', 'of SQL, not of a client'],
  ['task', 'a local name for what runs now and then'],
  ['Job', 'one run of a work, of whatever app'],
  ['job', 'one run of a work, of whatever app'],
]);

/** Identifiers of a source without its comments and texts. */
function identifiers(source: string): readonly string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ' ')
    .replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, ' ');
  return code.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

const wordsOf = (identifier: string): readonly string[] =>
  identifier
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[ _$]+/);

const foreign = (source: string): readonly string[] =>
  identifiers(source).filter(
    (name) => !OTHERWISE.has(name) && wordsOf(name).some((word) => FOREIGN.test(word)),
  );

describe('vocabulary of the kernel', () => {
  it('knows no app, client or transport (K12)', () => {
    const files = globSync('**/*.ts', { cwd: root }).filter((file) => !/testing|[.]test[.]ts$/.test(file));
    expect(files.length).toBeGreaterThan(20);
    const found = files.flatMap((file) =>
      foreign(readFileSync(root + file, 'utf8')).map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it('would find such a word', () => {
    expect(foreign('/* a job */ const printJob = "session"; interface HttpTask {}')).toEqual([
      'printJob',
      'HttpTask',
    ]);
  });
});
