import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorks, type OpenWorks } from './testing/open-works.ts';
import { ask, facts, halt, type Counting } from './testing/work-app.ts';

const soon = { timeout: 50_000, interval: 20 };
const KILLED_AT = [1, 3, 5];
const child = fileURLToPath(new URL('./testing/works-child.ts', import.meta.url));
/** The numbers up to `last`, as the work notes them. */
const upTo = (last: number) => Array.from({ length: last }, (_, n) => `${n + 1}`);
const numbers = (found: readonly string[]) => found.filter((what) => /^\d+$/.test(what));
const threadOf = (found: readonly string[]) => found.find((what) => what.startsWith('thread'));

describe('works in threads', () => {
  let folder: string;
  let works: OpenWorks;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthouse-works-'));
    works = await openWorks(folder);
  });

  afterAll(async () => {
    await works[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const read = (key: string) => works.store.read(facts, { key });
  const begin = (key: string, input: Counting, from?: 'start') =>
    works.store.write(ask, { key, input, ...(from && { from }) });
  const until = (key: string, what: string) =>
    vi.waitFor(async () => expect(await read(key)).toContain(what), soon);

  it('saves, reads what it saved, and ends in its own transaction', async () => {
    await begin('try/plain', { to: 5 });
    await until('try/plain', 'done');
    expect(await read('try/plain')).toEqual([...upTo(5), expect.stringMatching(/^thread /), 'done']);
  });

  it('a loop that never yields sees that it is to stop, and its thread is used again', async () => {
    await begin('try/before', { to: 1 });
    await until('try/before', 'done');
    await begin('try/spin', { to: 9, at: 3, how: 'spin' });
    await until('try/spin', '2');
    await works.store.write(halt, { key: 'try/spin', stays: 'keep' });
    await begin('try/behind', { to: 1 });
    await until('try/behind', 'done');
    // Had it not seen the flag, its thread would have been ended.
    expect(threadOf(await read('try/behind'))).toBe(threadOf(await read('try/before')));
    expect(await read('try/spin')).toEqual(['1', '2']);
  });

  it('goes on where it was paused, and anew when asked to', async () => {
    await begin('try/spin', { to: 1 });
    await until('try/spin', '2');
    await begin('try/spin', { to: 4 }, 'start');
    await until('try/spin', 'done');
    expect(numbers(await read('try/spin'))).toEqual(['1', '2', ...upTo(4)]);
  });

  it.each([
    ['bug', 'failed: KERNEL_INTERNAL'],
    ['refused', 'failed: TRY_NO {"why":"asked to"}'],
  ] as const)('a run that meets %s fails with its code', async (how, end) => {
    await begin(`try/${how}`, { to: 3, at: 2, how });
    await until(`try/${how}`, end);
    expect(await read(`try/${how}`)).toEqual(['1', end]);
  });

  it('a thread that runs out of memory takes nothing with it', async () => {
    await begin('try/large', { to: 3, at: 2, how: 'out of memory' });
    await vi.waitFor(() => expect(works.warnings.join()).toContain('out of memory'), soon);
    await works.store.write(halt, { key: 'try/large', stays: 'drop' });
    expect(await read('try/large')).toEqual(['1']);
  });
});

describe('works over the end of a process', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthouse-works-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('K1 K2: is killed at several commits, does every step once, and ends', async () => {
    for (const at of KILLED_AT) {
      const dying = spawn(process.execPath, [child, folder, `${at}`], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      expect(await once(dying, 'exit')).toEqual([null, 'SIGKILL']);
    }
    await using works = await openWorks(folder);
    const found = () => works.store.read(facts, { key: 'try/killed' });
    expect(numbers(await found()).length).toBeGreaterThan(0);
    await vi.waitFor(async () => expect(await found()).toContain('done'), soon);
    expect(numbers(await found())).toEqual(upTo(12));
    expect((await found()).filter((what) => what === 'done')).toHaveLength(1);
  });

  it('a process that ends in order gives its works back, and the next one goes on', async () => {
    const key = 'try/handed';
    {
      await using first = await openWorks(folder);
      await first.store.write(ask, { key, input: { to: 6, at: 4, how: 'spin' } });
      await vi.waitFor(async () => expect(await first.store.read(facts, { key })).toContain('3'), soon);
    }
    await using second = await openWorks(folder);
    await second.store.write(halt, { key, stays: 'keep' });
    expect(await second.store.read(facts, { key })).toEqual(upTo(3));
  });
});
