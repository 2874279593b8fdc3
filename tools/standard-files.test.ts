import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scaffold, STANDARD_FILES } from './new-app/scaffold.ts';

const apps = new URL('../apps/', import.meta.url);
const names = readdirSync(apps, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('apps', () => {
  it.each(names)('%s has the rooms of the house', (name) => {
    for (const file of STANDARD_FILES) {
      expect({ [file]: existsSync(new URL(`${name}/${file}`, apps)) }).toEqual({ [file]: true });
    }
    const tests = readdirSync(new URL(`${name}/`, apps), { recursive: true, encoding: 'utf8' });
    expect(tests.some((file) => file.endsWith('.test.ts'))).toBe(true);
  });

  it('are scaffolded with them', () => {
    const files = Object.keys(scaffold('parcels'));
    expect(files).toEqual(expect.arrayContaining([...STANDARD_FILES, 'rules.test.ts']));
  });

  it.each(['Parcels', '9lives', 'a-b', 'hub', ''])('are not called %j', (name) => {
    expect(() => scaffold(name)).toThrow('name');
  });
});
