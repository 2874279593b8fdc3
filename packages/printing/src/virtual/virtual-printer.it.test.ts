import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Faults } from './faults.ts';
import { createVirtualPrinter } from './virtual-printer.ts';
import type { VirtualPrinter } from './virtual-printer.ts';
import { SOON } from '../../../../test-support/soon.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(
  faults: Partial<Faults> = {},
): Promise<{ printer: VirtualPrinter; socket: Socket; said: () => string }> {
  const printer = await createVirtualPrinter({ port: 0, maxPapers: 3, clock: { now: () => 42 }, faults });
  cleanups.push(() => printer.close());
  const socket = connect(printer.port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString('hex');
  });
  return { printer, socket, said: () => heard };
}

const cut = '\x1dV\x00';
const askPrinted = '\x1d(H\x06\x0000abcd';
const printedReply = '37226162636400';

describe('virtual printer over TCP', () => {
  it('keeps the newest papers only, with their time', async () => {
    const { printer, socket } = await open();
    const seen: number[] = [];
    const stop = printer.onPaper((paper) => seen.push(paper.id));
    socket.write(`1\n${cut}2\n${cut}3\n${cut}4\n${cut}`);
    await vi.waitUntil(() => printer.papers().length === 3 && seen.length === 4, SOON);
    expect(printer.papers().map((paper) => [paper.id, paper.text, paper.at])).toEqual([
      [2, '2\n', 42],
      [3, '3\n', 42],
      [4, '4\n', 42],
    ]);
    stop();
  });

  it('pushes its status when asked to, and at every change', async () => {
    const { printer, socket, said } = await open();
    socket.write('\x1da\xff', 'latin1');
    await vi.waitUntil(() => said() === '10000000', SOON);
    printer.setFault({ paper: 'low' });
    await vi.waitUntil(() => said() === '1000000010000300', SOON);
    printer.setFault({ cover: 'open' });
    await vi.waitUntil(() => said().length === 24, SOON);
    expect(said().slice(16)).toBe('38000300');
  });

  it('answers DLE EOT past a stopped mechanism, and everything else after it', async () => {
    const { printer, socket, said } = await open({ paper: 'out' });
    socket.write(`x\n${cut}${askPrinted}`);
    socket.write(Buffer.from([0x10, 0x04, 4]));
    await vi.waitUntil(() => said() !== '', SOON);
    expect(said()).toBe('7e');
    expect(printer.papers()).toEqual([]);
    printer.setFault({ paper: 'ok' });
    await vi.waitUntil(() => said() === `7e${printedReply}`, SOON);
    expect(printer.papers()).toHaveLength(1);
  });

  it('prints what it holds after the connection is gone and the paper is back', async () => {
    const { printer, socket } = await open({ paper: 'out' });
    socket.end(`late\n${cut}`);
    await once(socket, 'close');
    printer.setFault({ paper: 'ok' });
    await vi.waitUntil(() => printer.papers().length === 1, SOON);
    expect(printer.papers()[0]?.text).toBe('late\n');
  });

  it('drops the connection at the byte it was told, with half a paper in the slot', async () => {
    const { printer, socket } = await open({ dropAfterBytes: 6 });
    socket.write(`one\ntwo\n${cut}`);
    await once(socket, 'close');
    await vi.waitUntil(() => printer.papers().length === 1, SOON);
    expect(printer.papers()[0]).toMatchObject({ text: 'one\ntw\n', cut: false });
  });

  it('dies at the byte it was told: half a paper in the slot, the buffer lost, nobody let in', async () => {
    const { printer, socket } = await open({ dieAfterBytes: 6 });
    socket.write(`one\ntwo\n${cut}`);
    await vi.waitUntil(() => printer.papers().length === 1, SOON);
    expect(printer.papers()[0]).toMatchObject({ text: 'one\n', cut: false });
    expect(printer.faults()).toMatchObject({ dead: true, dieAfterBytes: null });
    const again = connect(printer.port, '127.0.0.1').on('error', () => undefined);
    await vi.waitUntil(() => again.destroyed, SOON);
    printer.setFault({ dead: false });
    connect(printer.port, '127.0.0.1').end(`x\n${cut}`);
    await vi.waitUntil(() => printer.papers().length === 2, SOON);
  });

  it('loses what waits for paper when the power goes', async () => {
    const { printer, socket } = await open({ paper: 'out' });
    socket.write(`lost\n${cut}`);
    socket.write(Buffer.from([0x10, 0x04, 4]));
    await once(socket, 'data');
    printer.setFault({ dead: true });
    printer.setFault({ dead: false, paper: 'ok' });
    expect(printer.papers()).toEqual([]);
  });

  it('lies: says that it printed, and printed nothing', async () => {
    const { printer, socket, said } = await open({ lie: true });
    socket.write(`x\n${cut}${askPrinted}`);
    await vi.waitUntil(() => said() === printedReply, SOON);
    expect(printer.papers()).toEqual([]);
  });

  it('stops reading from a sender that floods a stopped printer', async () => {
    const { printer, socket } = await open({ cover: 'open' });
    const flood = Buffer.alloc(4_000_000, `${'flood '.repeat(8)}\n`);
    const drained = vi.fn<() => void>();
    socket.write(flood, drained);
    socket.write(flood, drained);
    socket.write(flood, drained);
    await vi.waitUntil(() => socket.writableLength > 0 && socket.bytesWritten > 0, SOON);
    expect(socket.writableLength).toBeGreaterThan(0);
    printer.setFault({ cover: 'closed' });
    await vi.waitUntil(() => drained.mock.calls.length === 3, { timeout: 60_000 });
  });

  it('says nothing when silent, and prints all the same', async () => {
    const { printer, socket, said } = await open({ silent: true });
    socket.end(`\x1da\xffx\n${cut}\x1dr1${askPrinted}`, 'latin1');
    await once(socket, 'close');
    await vi.waitUntil(() => printer.papers().length === 1, SOON);
    expect(said()).toBe('');
  });
});
