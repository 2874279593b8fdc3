import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
    readonly totalCruised: number;
  };
}

/** Runs the checker as `npm run boundaries` does, in a folder of its own. */
function cruise(files: Readonly<Record<string, string>>): Report['summary'] {
  const folder = mkdtempSync(join(tmpdir(), 'posthouse-boundaries-'));
  try {
    for (const [path, text] of Object.entries({ ...files, 'tsconfig.json': '{}' })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        '--config',
        join(repository, '.dependency-cruiser.cjs'),
        '--output-type',
        'json',
        'packages',
        'apps',
      ],
      { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 },
    );
    if (stdout === '') throw new Error(stderr);
    return (JSON.parse(stdout) as Report).summary;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What may be imported, so that nothing is unresolvable by accident. */
const innocent = {
  'packages/protocol/src/index.ts': 'export type Text = string;',
  'packages/kernel/src/index.ts':
    "import type { Text } from '../../protocol/src/index.ts'; export type Key = Text;",
  'packages/hub/src/index.ts': 'export const hub = 1;',
  'packages/printing/src/index.ts': 'export const engine = 1;',
  'packages/adapters/bus/src/index.ts': 'export const bus = 1;',
  'packages/adapters/other/src/index.ts': 'export const other = 1;',
  'apps/one/contract.ts': 'export const contract = 1;',
  'apps/one/store.ts': 'export const store = 1;',
  'apps/two/app.ts': 'export const app = 1;',
};

/** Half of them are type-only imports: a checker that has lost its TypeScript parser does not see them. */
const plants: readonly (readonly [rule: string, path: string, text: string])[] = [
  [
    'protocol-knows-nobody',
    'packages/protocol/src/x1.ts',
    "import type { Key } from '../../kernel/src/index.ts'; export type X = Key;",
  ],
  [
    'kernel-knows-protocol-alone',
    'packages/kernel/src/x2.ts',
    "import type { app } from '../../../apps/two/app.ts'; export type X = typeof app;",
  ],
  [
    'inner-layers-are-isomorphic',
    'packages/kernel/src/x3.ts',
    "import type { Socket } from 'node:net'; export type X = Socket;",
  ],
  ['apps-have-no-io', 'apps/one/x4.ts', "import { readFileSync } from 'fs'; export const x = readFileSync;"],
  ['apps-stand-alone', 'apps/one/x5.ts', "import { app } from '../two/app.ts'; export const x = app;"],
  [
    'apps-know-kernel-and-engines',
    'apps/one/x6.ts',
    "import { hub } from '../../packages/hub/src/index.ts'; export const x = hub;",
  ],
  ['rules-are-pure', 'apps/one/rules.ts', "import { store } from './store.ts'; export const x = store;"],
  [
    'contracts-are-isomorphic',
    'apps/two/contract.ts',
    "import type { Key } from '../../packages/kernel/src/index.ts'; export type X = Key;",
  ],
  [
    'adapters-know-kernel-ports',
    'packages/adapters/bus/src/x7.ts',
    "import { other } from '../../other/src/index.ts'; export const x = other;",
  ],
  [
    'engines-know-kernel-types',
    'packages/printing/src/x8.ts',
    "import type { hub } from '../../hub/src/index.ts'; export type X = typeof hub;",
  ],
  [
    'only-the-hub-composes',
    'packages/client/src/x9.ts',
    "import type { bus } from '../../adapters/bus/src/index.ts'; export type X = typeof bus;",
  ],
  [
    'resolvable',
    'apps/one/x10.ts',
    "import type { nothing } from './nowhere.ts'; export type X = typeof nothing;",
  ],
];

describe('import boundaries', () => {
  it('let the right direction pass', () => {
    expect(cruise(innocent).violations).toEqual([]);
  });

  it('find every planted breach, and blame nothing else', () => {
    const planted = Object.fromEntries(plants.map(([, path, text]) => [path, text]));
    const found = cruise({ ...innocent, ...planted }).violations.map(
      ({ from, rule }) => `${from}: ${rule.name}`,
    );
    expect(found).toEqual(expect.arrayContaining(plants.map(([rule, path]) => `${path}: ${rule}`)));
    for (const breach of found) expect(Object.keys(planted)).toContain(breach.split(':')[0]);
  });
});
