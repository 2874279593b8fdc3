import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { startProtocolFixture } from './protocol-fixture.ts';

/**
 * Runs a public protocol suite (a folder with `test-suite.js`, its packages installed) against the fixture:
 * `node e2e/run-protocol-suite.ts <folder> [port]`. The suites name port 3000; for another one a copy is run.
 * The exit code is the suite's.
 */
async function main([folder, port = '3000']: readonly string[]): Promise<number> {
  if (folder === undefined) {
    console.error('usage: node e2e/run-protocol-suite.ts <suite-folder> [port]');
    return 2;
  }
  const suite = resolve(folder);
  const fixture = await startProtocolFixture(Number(port));
  const copy = await copyFor(suite, fixture.port);
  try {
    const mocha = join(suite, 'node_modules', 'mocha', 'bin', 'mocha');
    const run = spawn(process.execPath, [mocha, 'test-suite.js'], { cwd: copy, stdio: 'inherit' });
    const [code] = (await once(run, 'exit')) as [number | null];
    const metrics = await fetch(`http://127.0.0.1:${fixture.port}/metrics`);
    console.log(await metrics.text());
    return code ?? 1;
  } finally {
    await rm(copy, { recursive: true });
    await fixture.close();
  }
}

async function copyFor(suite: string, port: number): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'protocol-suite-'));
  for (const file of ['package.json', 'node-imports.js', 'test-suite.js']) {
    const text = await readFile(join(suite, file), 'utf8');
    await writeFile(join(copy, file), text.replaceAll('localhost:3000', `localhost:${port}`));
  }
  await symlink(join(suite, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

process.exitCode = await main(process.argv.slice(2));
