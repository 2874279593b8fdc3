import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeReceipt } from '../receipt/encode.ts';
import { GOLDEN } from '../testing/golden.ts';
import { realClock } from '../testing/real-clock.ts';
import type { Faults } from '../virtual/faults.ts';
import { createVirtualPrinter } from '../virtual/virtual-printer.ts';
import type { VirtualPrinter } from '../virtual/virtual-printer.ts';
import { createDirectDriver } from './direct.ts';
import type { DirectDriver, DirectDriverOptions, DriverTimes } from './direct.ts';
import type { DriverState, Outcome } from './outcome.ts';
import { tcpDial } from './tcp-dial.ts';
import { SOON } from '../../../../test-support/soon.ts';

/** Generous: only tests that wait for a silence are impatient, so that a busy machine changes no outcome. */
const times: Partial<DriverTimes> = {
  connect: 5_000,
  status: 2_000,
  confirm: 10_000,
  stronger: 400,
  mute: 2_000,
  patience: 30_000,
  idle: 150,
};
const impatient: Partial<DriverTimes> = { ...times, status: 250, confirm: 600, mute: 250 };
const bytes = encodeReceipt({ content: { text: GOLDEN } });
const printed = GOLDEN.replaceAll('¥', '￥');
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function printer(faults: Partial<Faults> = {}): Promise<VirtualPrinter> {
  const virtual = await createVirtualPrinter({ port: 0, faults });
  cleanups.push(() => virtual.close());
  return virtual;
}

function driver(port: number, more: Partial<DirectDriverOptions> = {}): DirectDriver {
  const direct = createDirectDriver({
    dial: tcpDial,
    clock: realClock,
    host: '127.0.0.1',
    port,
    times,
    ...more,
  });
  cleanups.push(() => direct.close());
  return direct;
}

function print(direct: DirectDriver, onStart = async (): Promise<boolean> => true): Promise<Outcome> {
  return direct.print({ bytes, onStart });
}

async function listener(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanups.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  );
  return (server.address() as AddressInfo).port;
}

describe('direct driver and a printer that is well', () => {
  it('prints once and has the strongest evidence', async () => {
    const virtual = await printer();
    const learned = vi.fn<(confirm: string) => void>();
    const outcome = await print(driver(virtual.port, { onLearned: learned }));
    expect(outcome).toEqual({ how: 'confirmed', evidence: 'printed' });
    expect(virtual.papers().map((paper) => [paper.text, paper.cut])).toEqual([[printed, true]]);
    expect(learned).toHaveBeenCalledExactlyOnceWith('process-id');
  });

  it('writes nothing before the start is recorded (K4)', async () => {
    const chunks: Buffer[] = [];
    const received = (): number => Buffer.concat(chunks).length;
    const port = await listener((socket) => socket.on('data', (chunk) => chunks.push(chunk)));
    const direct = driver(port, { times: impatient });
    let atStart = -1;
    await print(direct, async () => {
      atStart = received();
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      expect(received()).toBe(atStart);
      return true;
    });
    // Before the start: GS a, and DLE EOT 2 and 4, none of which puts a dot on paper.
    expect(atStart).toBe(9);
    const job = Buffer.concat(chunks).subarray(atStart);
    expect(job.subarray(0, bytes.length).equals(Buffer.from(bytes))).toBe(true);
    // Never a real-time question inside a job.
    expect(job.includes(Buffer.from([0x10, 0x04]))).toBe(false);
  });

  it('prints nothing that was revoked at the start', async () => {
    const virtual = await printer();
    const direct = driver(virtual.port);
    expect(await print(direct, async () => false)).toEqual({ how: 'revoked' });
    expect(await print(direct, () => Promise.reject(new Error('disk full')))).toMatchObject({
      how: 'failed-before',
      reason: 'not-started',
    });
    expect(await print(direct)).toMatchObject({ how: 'confirmed' });
    expect(virtual.papers()).toHaveLength(1);
  });

  it('prints in turn over one connection, and leaves the port to others when idle', async () => {
    const virtual = await printer();
    const states: DriverState[] = [];
    const direct = driver(virtual.port, { onState: (state) => states.push(state) });
    const outcomes = await Promise.all([1, 2, 3].map(() => print(direct)));
    expect(outcomes.map((outcome) => outcome.how)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(virtual.papers()).toHaveLength(3);
    expect(states.filter((state) => state.link === 'closed')).toHaveLength(0);
    await vi.waitUntil(() => direct.state.link === 'closed', SOON);
    expect(await print(direct)).toMatchObject({ how: 'confirmed' });
  });

  it('says how the printer is without printing', async () => {
    const virtual = await printer({ paper: 'low' });
    const direct = driver(virtual.port);
    const low = { online: true, cover: 'closed', paper: 'low', error: false };
    expect(await direct.probe()).toEqual({ link: 'open', status: low, trouble: null });
    virtual.setFault({ cover: 'open' });
    expect(await direct.probe()).toMatchObject({ link: 'open', trouble: 'cover-open' });
    await virtual.close();
    expect(await direct.probe()).toEqual({ link: 'unreachable', status: null, trouble: null });
    expect(virtual.papers()).toEqual([]);
  });

  it('refuses what its queue cannot hold', async () => {
    const virtual = await printer();
    const one = driver(virtual.port);
    const crowd = await Promise.all(Array.from({ length: 18 }, () => print(one)));
    expect(
      crowd.filter((outcome) => outcome.how === 'failed-before' && outcome.reason === 'busy'),
    ).toHaveLength(2);
  });
});

describe('direct driver and weaker printers', () => {
  it('takes the buffer evidence of a printer without GS ( H, and asks only that afterwards', async () => {
    const virtual = await printer({ confirmation: 'buffer' });
    const direct = driver(virtual.port);
    expect(await print(direct)).toEqual({ how: 'confirmed', evidence: 'consumed' });
    expect(direct.confirm).toBe('buffer');
    expect(await print(direct)).toEqual({ how: 'confirmed', evidence: 'consumed' });
  });

  it('calls it sent, unconfirmed, when the printer confirms nothing', async () => {
    const virtual = await printer({ confirmation: 'none' });
    const direct = driver(virtual.port, { times: { ...times, confirm: 600 } });
    expect(await print(direct)).toEqual({ how: 'unconfirmed', evidence: 'sent' });
    expect(direct.confirm).toBe('none');
    virtual.setFault({ confirmation: 'all' });
    expect(await print(direct)).toEqual({ how: 'confirmed', evidence: 'printed' });
  });

  it('sends whole to a bare listener that never answers, and calls it unconfirmed', async () => {
    const chunks: Buffer[] = [];
    const port = await listener((socket) => socket.on('data', (chunk) => chunks.push(chunk)));
    expect(await print(driver(port, { times: impatient }))).toEqual({ how: 'unconfirmed', evidence: 'sent' });
    expect(Buffer.concat(chunks).includes(Buffer.from(bytes))).toBe(true);
  });

  it('asks nothing where a person chose `none`', async () => {
    const chunks: Buffer[] = [];
    const port = await listener((socket) => socket.on('data', (chunk) => chunks.push(chunk)));
    const direct = driver(port, { confirm: 'none', times: impatient });
    expect(await print(direct)).toEqual({ how: 'unconfirmed', evidence: 'sent' });
    await vi.waitFor(() => expect(Buffer.concat(chunks).length).toBeGreaterThanOrEqual(bytes.length), SOON);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('goes by what it learned in an earlier life, and learns better', async () => {
    const virtual = await printer();
    const direct = driver(virtual.port, { learned: 'none' });
    expect(await print(direct)).toEqual({ how: 'confirmed', evidence: 'printed' });
    expect(direct.confirm).toBe('process-id');
    const silent = await printer({ hang: true });
    expect(await print(driver(silent.port, { learned: 'process-id', times: impatient }))).toEqual({
      how: 'failed-before',
      reason: 'silent',
    });
  });

  it('does not know when a printer that confirms stops confirming', async () => {
    const virtual = await printer({ confirmation: 'none' });
    expect(
      await print(driver(virtual.port, { confirm: 'process-id', times: { ...times, confirm: 600 } })),
    ).toEqual({
      how: 'unknown',
      reason: 'no-confirmation',
    });
  });
});

describe('direct driver and trouble', () => {
  it.each([
    [{ paper: 'out' }, 'paper-out'],
    [{ cover: 'open' }, 'cover-open'],
    [{ error: true }, 'error'],
  ] as const)('writes nothing to a printer with %o', async (fault, reason) => {
    const virtual = await printer(fault);
    const start = vi.fn<() => Promise<boolean>>(async () => true);
    const direct = driver(virtual.port);
    expect(await print(direct, start)).toEqual({ how: 'failed-before', reason });
    expect(start).not.toHaveBeenCalled();
    virtual.setFault({ paper: 'ok', cover: 'closed', error: false });
    expect(await print(direct)).toMatchObject({ how: 'confirmed' });
    expect(virtual.papers()).toHaveLength(1);
  });

  it('waits while paper is out in the middle and goes on by itself when it is back', async () => {
    const virtual = await printer({ outAfterLines: 5 });
    const states: DriverState[] = [];
    const direct = driver(virtual.port, { onState: (state) => states.push(state) });
    let outcome: Outcome | null = null;
    const printing = print(direct).then((result) => (outcome = result));
    await vi.waitUntil(() => direct.state.trouble === 'paper-out', SOON);
    expect(outcome).toBeNull();
    virtual.setFault({ paper: 'ok' });
    expect(await printing).toEqual({ how: 'confirmed', evidence: 'printed' });
    expect(virtual.papers().map((paper) => paper.text)).toEqual([printed]);
    expect(states.at(-1)?.trouble).toBeNull();
  });

  it('gives up knowing when the trouble outlasts its patience', async () => {
    const virtual = await printer({ outAfterLines: 5 });
    const direct = driver(virtual.port, { times: { ...times, patience: 200 } });
    expect(await print(direct)).toEqual({ how: 'unknown', reason: 'stalled' });
    // The truth behind the doubt: what the printer holds comes out when the paper is back.
    virtual.setFault({ paper: 'ok' });
    await vi.waitUntil(() => virtual.papers().length === 1, SOON);
  });

  it.each([1, 40, 300, 500])(
    'does not know after the connection broke at byte %i',
    async (dropAfterBytes) => {
      const virtual = await printer({ dropAfterBytes: dropAfterBytes + 3 });
      expect(await print(driver(virtual.port))).toMatchObject({ how: 'unknown', reason: 'connection-lost' });
      expect(virtual.papers().filter((paper) => paper.cut)).toHaveLength(0);
    },
  );

  it('leaves a printer that is not there alone', async () => {
    const virtual = await printer();
    await virtual.close();
    const states: DriverState[] = [];
    const outcome = await print(driver(virtual.port, { onState: (state) => states.push(state) }));
    expect(outcome).toMatchObject({ how: 'failed-before', reason: 'unreachable' });
    expect(states.map((state) => state.link)).toContain('unreachable');
  });

  it('writes nothing to a printer that spoke and now hangs', async () => {
    const virtual = await printer();
    const direct = driver(virtual.port, { times: { ...times, status: 600 } });
    expect(await print(direct)).toMatchObject({ how: 'confirmed' });
    virtual.setFault({ hang: true });
    expect(await print(direct)).toEqual({ how: 'failed-before', reason: 'silent' });
    expect(direct.state.link).toBe('unreachable');
    virtual.setFault({ hang: false });
    expect(await print(direct)).toMatchObject({ how: 'confirmed' });
    expect(virtual.papers()).toHaveLength(2);
  });

  it('prints on one that always answers late about its state', async () => {
    const port = await listener((socket) => {
      socket.on('data', (chunk) => {
        if (chunk.includes(Buffer.from([0x10, 0x04])))
          setTimeout(() => socket.write(Buffer.from([0x10, 0, 0, 0])), impatient.status! + 100);
        if (chunk.includes(Buffer.from([0x1d, 0x72, 0x01]))) socket.write(Buffer.from([0]));
      });
    });
    const direct = driver(port, { learned: 'buffer', times: { ...times, status: impatient.status! } });
    let outcome = await print(direct);
    expect(outcome).toEqual({ how: 'failed-before', reason: 'silent' });
    while (outcome.how === 'failed-before') outcome = await print(direct);
    expect(outcome).toEqual({ how: 'confirmed', evidence: 'consumed' });
  });

  it('ends what was begun as unknown when it is closed, and the waiting as never written', async () => {
    const virtual = await printer({ outAfterLines: 3 });
    const direct = driver(virtual.port);
    const first = print(direct);
    const second = print(direct);
    await vi.waitUntil(() => direct.state.trouble === 'paper-out', SOON);
    await direct.close();
    expect(await first).toMatchObject({ how: 'unknown', reason: 'closed' });
    expect(await second).toEqual({ how: 'failed-before', reason: 'closed' });
  });

  it('takes no late answer for one about the next document', async () => {
    const asked = Buffer.from([0x1d, 0x72, 0x01]);
    let questions = 0;
    const port = await listener((socket) => {
      socket.on('data', (chunk) => {
        socket.write(Buffer.from([0x10, 0, 0, 0]));
        if (!chunk.includes(asked)) return;
        // To the first question it answers when the second comes, and to no other.
        if (++questions === 2) socket.write(Buffer.from([0]));
      });
    });
    const direct = driver(port, { learned: 'none', times: { ...impatient, idle: 60_000 } });
    expect(await print(direct)).toEqual({ how: 'unconfirmed', evidence: 'sent' });
    expect(await print(direct)).toEqual({ how: 'unconfirmed', evidence: 'sent' });
    expect(questions).toBe(2);
  });

  it('believes no confirmation that bears another id', async () => {
    const port = await listener((socket) => {
      socket.on('data', (chunk) => {
        socket.write(Buffer.from([0x10, 0, 0, 0]));
        if (chunk.includes(Buffer.from([0x1d, 0x28, 0x48])))
          socket.write(Buffer.from([0x37, 0x22, 0x41, 0x41, 0x41, 0x41, 0]));
      });
    });
    expect(await print(driver(port, { confirm: 'process-id', times: { ...times, confirm: 600 } }))).toEqual({
      how: 'unknown',
      reason: 'no-confirmation',
    });
  });
});
