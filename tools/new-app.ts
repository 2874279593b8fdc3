// npm run new-app -- <name>: an app with the standard files, which pass the checks as they are.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { scaffold } from './new-app/scaffold.ts';

const [name = ''] = process.argv.slice(2);
const folder = new URL(`../apps/${name}/`, import.meta.url);
try {
  const files = scaffold(name);
  if (existsSync(folder)) throw new Error(`apps/${name} exists already`);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) writeFileSync(new URL(path, folder), text);
  console.log(
    [
      `apps/${name} is there. Next:`,
      `  1. add "@posthouse/${name}": "*" to the dependencies of packages/hub, and run npm install`,
      `  2. list it in packages/hub/src/apps.ts: { name: '${name}', options: ${name}Options, define: … }`,
      '  3. npm run docs, npm run check',
    ].join('\n'),
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
