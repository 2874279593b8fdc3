import {
  appFile,
  configFile,
  contractFile,
  httpFile,
  rulesFile,
  rulesTestFile,
  storeFile,
} from './sources.ts';

/** What every app has, so that who knows one knows all. */
export const STANDARD_FILES = [
  'package.json',
  'README.md',
  'contract.ts',
  'rules.ts',
  'store.ts',
  'http.ts',
  'app.ts',
  'config.ts',
] as const;

/** Names that mean something else in keys, codes or folders. */
const TAKEN = ['hub', 'kernel', 'native', 'store', 'socketio', 'main'];

/**
 * The files of a new app by their path: a small register of notes that an order of events moves on, from the schema
 * to the route. Throws when the name cannot be a prefix of keys, codes and variables.
 */
export function scaffold(name: string): Readonly<Record<string, string>> {
  if (!/^[a-z][a-z]{1,19}$/.test(name) || TAKEN.includes(name)) {
    throw new Error(`"${name}" is no name for an app: 2 to 20 small letters, not one of ${TAKEN.join(', ')}`);
  }
  const Name = name[0]!.toUpperCase() + name.slice(1);
  const names = { name, Name, NAME: name.toUpperCase() };
  return {
    'package.json': packageFile(name),
    'README.md': readmeFile(name),
    'contract.ts': contractFile(names),
    'rules.ts': rulesFile(names),
    'rules.test.ts': rulesTestFile(names),
    'store.ts': storeFile(names),
    'http.ts': httpFile(names),
    'app.ts': appFile(names),
    'config.ts': configFile(names),
  };
}

function packageFile(name: string): string {
  const file = {
    name: `@posthouse/${name}`,
    version: '0.1.0',
    private: true,
    description: `The ${name} app`,
    license: 'Apache-2.0',
    type: 'module',
    exports: { '.': './app.ts', './contract': './contract.ts' },
    dependencies: {
      '@posthouse/kernel': '*',
      '@posthouse/protocol': '*',
      kysely: '0.29.9',
      typebox: '1.4.3',
    },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function readmeFile(name: string): string {
  return `# ${name}

What it is for, in two sentences: who posts what, and who gets it.

## Messages and routes

| route | does |
| --- | --- |
| \`POST /api/${name}/notes\` | writes a note |
| \`GET /api/${name}/notes/:id\` | reads it |
| \`POST /api/${name}/notes/:id/close\` | closes it, once |

## Rules

A note is open until it is closed. Closing it again is refused, and changes nothing.
`;
}
