import { readdirSync } from 'node:fs';

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run eval -- <name>\nnames: ${names.join(', ')}`);
  process.exitCode = 1;
} else {
  const chosen = (await import(`./${name}.ts`)) as { evaluate(args: readonly string[]): Promise<boolean> };
  if (!(await chosen.evaluate(args))) process.exitCode = 1;
}
