import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeReceipt } from '../receipt/encode.ts';
import { GOLDEN } from '../testing/golden.ts';
import { createCupsSink } from './cups-sink.ts';
import { createFileSink } from './file-sink.ts';
import { OneWayDriver, type Sink } from './one-way.ts';
import { createTextSink } from './text-sink.ts';

const bytes = encodeReceipt({ content: { text: GOLDEN } });
const yes = async (): Promise<boolean> => true;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-driver-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An `lp` of our own: it keeps its arguments and what it was given, and ends as told. */
function fakeLp(ending: string): string {
  const file = join(folder, 'lp');
  writeFileSync(
    file,
    `#!/bin/sh\nprintf '%s ' "$@" > '${folder}/args'\ncat > '${folder}/document'\n${ending}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

describe('a device file', () => {
  it('gets the whole document, one after the other, and claims no more than that it was sent', async () => {
    const path = join(folder, 'lp0');
    writeFileSync(path, '');
    const driver = new OneWayDriver(createFileSink(path));
    const outcomes = await Promise.all([
      driver.print({ bytes, onStart: yes }),
      driver.print({ bytes, onStart: yes }),
    ]);
    expect(outcomes).toEqual([
      { how: 'unconfirmed', evidence: 'sent' },
      { how: 'unconfirmed', evidence: 'sent' },
    ]);
    expect(readFileSync(path)).toEqual(Buffer.concat([bytes, bytes]));
  });

  it('K4: an unplugged device fails before byte one, and before the start is asked for', async () => {
    let asked = false;
    const driver = new OneWayDriver(createFileSink(join(folder, 'absent')));
    const outcome = await driver.print({ bytes, onStart: async () => (asked = true) });
    expect(outcome).toMatchObject({ how: 'failed-before', reason: 'unreachable' });
    expect([asked, driver.state.link]).toEqual([false, 'unreachable']);
  });

  it('writes nothing of what was withdrawn, or whose start could not be recorded', async () => {
    const path = join(folder, 'lp0');
    writeFileSync(path, '');
    const driver = new OneWayDriver(createFileSink(path));
    expect(await driver.print({ bytes, onStart: async () => false })).toEqual({ how: 'revoked' });
    const failing = driver.print({ bytes, onStart: () => Promise.reject(new Error('disk')) });
    expect(await failing).toMatchObject({ how: 'failed-before', reason: 'not-started' });
    expect(readFileSync(path).length).toBe(0);
  });

  it('a write that fails half-way is unknown', async () => {
    const driver = new OneWayDriver(createFileSink('/dev/full'));
    expect(await driver.print({ bytes, onStart: yes })).toMatchObject({
      how: 'unknown',
      reason: 'connection-lost',
    });
  });

  it('closing lets go of a device that stands still, and the document is unknown', async () => {
    const writing = Promise.withResolvers<void>();
    const stuck: Sink = {
      open: async () => {},
      write: () => {
        writing.resolve();
        return new Promise(() => {});
      },
      close: async () => {},
    };
    const driver = new OneWayDriver(stuck);
    const outcome = driver.print({ bytes, onStart: yes });
    const next = driver.print({ bytes, onStart: yes });
    await writing.promise;
    await driver.close();
    expect(await outcome).toMatchObject({ how: 'unknown', reason: 'closed' });
    expect(await next).toMatchObject({ how: 'failed-before', reason: 'closed' });
  });
});

describe('a queue of CUPS', () => {
  it('gets the bytes as they are through lp, and is spooled, not printed', async () => {
    const driver = new OneWayDriver(createCupsSink('front', fakeLp('exit 0')));
    expect(await driver.print({ bytes, onStart: yes })).toEqual({ how: 'unconfirmed', evidence: 'spooled' });
    expect(readFileSync(join(folder, 'document'))).toEqual(Buffer.from(bytes));
    expect(readFileSync(join(folder, 'args'), 'utf8')).toBe('-d front -o raw -s -- - ');
  });

  it('a refusal by lp left nothing behind: it may be tried again', async () => {
    const lp = fakeLp('echo "lp: The printer or class does not exist." >&2; exit 1');
    const driver = new OneWayDriver(createCupsSink('nowhere', lp));
    expect(await driver.print({ bytes, onStart: yes })).toEqual({
      how: 'failed-before',
      reason: 'refused',
      detail: 'lp: The printer or class does not exist.',
    });
    const none = new OneWayDriver(createCupsSink('q', join(folder, 'no-lp')));
    expect(await none.print({ bytes, onStart: yes })).toMatchObject({
      how: 'failed-before',
      reason: 'refused',
    });
  });

  it('an lp that was killed may have left it with the spooler', async () => {
    const driver = new OneWayDriver(createCupsSink('front', fakeLp('kill -9 $$')));
    expect(await driver.print({ bytes, onStart: yes })).toMatchObject({ how: 'unknown' });
  });
});

it('stdout: shows the paper as text', async () => {
  let shown = '';
  const driver = new OneWayDriver(createTextSink((text) => void (shown += text), 80));
  expect(await driver.print({ bytes, onStart: yes })).toEqual({ how: 'unconfirmed', evidence: 'sent' });
  expect(shown).toContain(GOLDEN.replaceAll('¥', '￥'));
});
