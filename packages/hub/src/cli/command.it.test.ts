import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../test-support/free-port.ts';
import { runPosthouse } from '../testing/run-command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serve = async (name: string, port: number) =>
  runPosthouse([
    '--data',
    join(folder, name),
    '--port',
    String(port),
    '--print-port',
    String(await freePort()),
  ]);

describe('posthouse', () => {
  it('--help names the commands and the exit codes', async () => {
    const { code, output } = await runPosthouse(['--help']).ended;
    expect(code).toBe(0);
    for (const word of ['serve', 'config', 'doctor', 'printer', 'Exit codes']) expect(output).toContain(word);
    const chinese = await runPosthouse(['--help'], { POSTHOUSE_LANG: 'zh' }).ended;
    for (const word of ['用法：', '选项：', '命令：', '退出码']) expect(chinese.output).toContain(word);
  });

  it('serve --help names every flag with its variable', async () => {
    const { output } = await runPosthouse(['serve', '--help']).ended;
    for (const word of ['--port', 'POSTHOUSE_PORT', '--print-port', '--insecure-lan']) {
      expect(output).toContain(word);
    }
  });

  it('exits with 2 for an unknown flag', async () => {
    const { code, output } = await runPosthouse(['--prot', '1']).ended;
    expect(code).toBe(2);
    expect(output).toContain('There is no --prot; did you mean --port?');
  });

  it('says every fault of the configuration at once, and exits with 2', async () => {
    const { code, output } = await runPosthouse(['--port', 'x'], {
      POSTHOUSE_TOKENS: 'till:Operator:hunter2',
      POSTHOUSE_REDIS_URL: 'redis://127.0.0.1',
    }).ended;
    expect(code).toBe(2);
    for (const word of ['--port', 'POSTHOUSE_TOKENS #1', 'POSTHOUSE_REDIS_URL', 'not shipped yet']) {
      expect(output).toContain(word);
    }
    expect(output).not.toContain('hunter2');
  });

  it.each([
    ['is not there', 'nowhere.yaml', null, 'HUB_CONFIG_MISSING'],
    ['is no list of settings', 'list.yaml', '- port', 'settings are written name: value'],
    ['is cut off', 'cut.yaml', 'port: [', 'HUB_CONFIG_UNREADABLE'],
    [
      'has a slip of the pen',
      'slip.yaml',
      'print:\n  prot: 1',
      'print.prot is no setting; did you mean print.port?',
    ],
  ])('says of a configuration file that it %s, and exits with 2', async (_, name, content, word) => {
    const file = join(folder, name);
    if (content !== null) writeFileSync(file, content);
    const { code, output } = await runPosthouse(['config', '--config', file]).ended;
    expect(code).toBe(2);
    expect(output).toContain(word);
    expect(output).toContain(name);
  });

  it('refuses a token with a role that does not exist', async () => {
    const { code, output } = await runPosthouse(['config'], { POSTHOUSE_TOKENS: 'till:oprator:xxxxxxxx' })
      .ended;
    expect(code).toBe(2);
    expect(output).toContain('oprator');
  });

  it('config --print shows values and origins, never secrets', async () => {
    const file = join(folder, 'my.yaml');
    writeFileSync(file, 'print:\n  port: 8766\n');
    const { code, output } = await runPosthouse(
      ['config', '--print', '--config', file, '--host', 'localhost'],
      {
        POSTHOUSE_TOKENS: 'till:operator:not-to-be-seen',
      },
    ).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/POSTHOUSE_PRINT_PORT += 8766 +.*my[.]yaml: print[.]port/);
    expect(output).toMatch(/POSTHOUSE_HOST += localhost +--host/);
    expect(output).toMatch(/POSTHOUSE_PORT += 5000 +default/);
    expect(output).toMatch(/POSTHOUSE_LINES_PORT += 8080 .*nothing listens there/);
    expect(output).toMatch(/POSTHOUSE_TOKENS += •••• \(1\)/);
    expect(output).not.toContain('not-to-be-seen');
  });

  it('says what to do when the main port is taken, and exits with 3', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    const { code, output } = await (await serve('taken', port)).ended;
    squatter.close();
    expect(code).toBe(3);
    expect(output).toContain('npm start -- --port 5050');
  });

  it('gives the commands that make it safe instead of listening wider without tokens', async () => {
    const { code, output } = await runPosthouse(['--data', join(folder, 'wide'), '--host', '0.0.0.0']).ended;
    expect(code).toBe(2);
    expect(output).toContain('POSTHOUSE_TOKENS=me:owner:<secret> npm start');
    expect(output).toContain('--insecure-lan');
  });

  it('refuses a data folder that another one uses (K11), and drains on SIGTERM', async () => {
    const first = await serve('used', 0);
    await first.saw('Next:');
    const second = await (await serve('used', 0)).ended;
    expect(second.code).toBe(3);
    expect(second.output).toContain('STORE_FOLDER_IN_USE');
    first.child.kill('SIGTERM');
    const { code, output } = await first.ended;
    expect(code).toBe(0);
    expect(output).toContain('Stopping');
  });

  it('doctor finds a machine fit, and says what is not', async () => {
    const port = String(await freePort());
    const printPort = String(await freePort());
    const fit = await runPosthouse(['doctor', '--data', folder, '--port', port, '--print-port', printPort])
      .ended;
    expect(fit.code).toBe(0);
    expect(fit.output).toContain(`Port ${port} is free`);
    const squatter = createServer().listen(Number(port), '127.0.0.1');
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const unfit = await runPosthouse(['doctor', '--data', join(file, 'data'), '--port', port]).ended;
    squatter.close();
    expect(unfit.code).toBe(1);
    expect(unfit.output).toContain(`Port ${port} cannot be had`);
    expect(unfit.output).toContain('cannot be written');
  });

  it('printer hands its options on, and ends with a signal', async () => {
    const printer = runPosthouse([
      'printer',
      '--port',
      String(await freePort()),
      '--page-port',
      String(await freePort()),
    ]);
    await printer.saw('http://127.0.0.1:');
    printer.child.kill('SIGTERM');
    expect((await printer.ended).code).toBe(0);
    expect((await runPosthouse(['printer', '--nonsense']).ended).code).toBe(2);
  });

  it('tells an old Node what to do, in both languages', () => {
    const bin = fileURLToPath(new URL('../../bin/posthouse.js', import.meta.url));
    const script = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); await import(${JSON.stringify(bin)})`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(status).toBe(4);
    expect(stderr).toContain('npm start');
    expect(stderr).toContain('驿站需要 Node 24.11');
  });
});
