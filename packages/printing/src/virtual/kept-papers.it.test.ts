import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { SOON } from '../../../../test-support/soon.ts';
import { createVirtualPrinter, type KeptSheet, type VirtualPrinterOptions } from './virtual-printer.ts';

const cut = '\x1dV\x00';
const askPrinted = '\x1d(H\x06\x0000abcd';
const printedReply = '37226162636400';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(options: VirtualPrinterOptions) {
  const printer = await createVirtualPrinter({ port: 0, clock: { now: () => 42 }, ...options });
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

/** A place to put sheets away, whose every answer is given by hand. */
function shelf() {
  const asked: { readonly sheet: KeptSheet; readonly answer: PromiseWithResolvers<number> }[] = [];
  return {
    asked,
    keep: (sheet: KeptSheet['sheet'], at: number) => {
      const answer = Promise.withResolvers<number>();
      asked.push({ sheet: { id: 0, at, sheet }, answer });
      return answer.promise;
    },
  };
}

it('confirms a paper only when it is kept, and shows it under the number it was given', async () => {
  const { asked, keep } = shelf();
  const { printer, socket, said } = await open({ keep });
  socket.write(`1\n${cut}${askPrinted}`);
  // The status that is asked for behind the confirmation stands in line with it.
  socket.write('\x1da\xff', 'latin1');
  await vi.waitUntil(() => asked.length === 1, SOON);
  expect([said(), printer.papers()]).toEqual(['', []]);
  asked[0]!.answer.resolve(7);
  await vi.waitUntil(() => said() === `${printedReply}10000000`, SOON);
  expect(printer.papers().map(({ id, text, at }) => [id, text, at])).toEqual([[7, '1\n', 42]]);
});

it('keeps one sheet after the other, and one that cannot be kept is out all the same', async () => {
  const { asked, keep } = shelf();
  const { printer, socket, said } = await open({ keep });
  socket.write(`1\n${cut}2\n${cut}3\n${cut}${askPrinted}`);
  for (const [at, answer] of [3, new Error('disk full'), 4].entries()) {
    await vi.waitUntil(() => asked.length === at + 1, SOON);
    expect(said()).toBe('');
    if (answer instanceof Error) asked[at]!.answer.reject(answer);
    else asked[at]!.answer.resolve(answer);
  }
  await vi.waitUntil(() => said() === printedReply, SOON);
  // The one that was not kept has a number of its own while this printer lives.
  expect(printer.papers().map(({ id, text }) => [id, text])).toEqual([
    [3, '1\n'],
    [4, '2\n'],
    [5, '3\n'],
  ]);
});

it('goes on with the papers of an earlier life', async () => {
  const { asked, keep } = shelf();
  const first = await open({ keep });
  first.socket.write(`1\n${cut}`);
  await vi.waitUntil(() => asked.length === 1, SOON);
  asked[0]!.answer.resolve(8);
  await vi.waitUntil(() => first.printer.papers().length === 1, SOON);
  const second = await open({ papers: [{ ...asked[0]!.sheet, id: 8 }] });
  second.socket.write(`2\n${cut}`);
  await vi.waitUntil(() => second.printer.papers().length === 2, SOON);
  expect(second.printer.papers().map(({ id, text }) => [id, text])).toEqual([
    [8, '1\n'],
    [9, '2\n'],
  ]);
  expect(second.printer.paper(8)!.svg).toBe(first.printer.paper(8)!.svg);
});

it('closes when what it printed is kept', async () => {
  const { asked, keep } = shelf();
  const { printer, socket } = await open({ keep });
  socket.write(`1\n${cut}`);
  await vi.waitUntil(() => asked.length === 1, SOON);
  let closed = false;
  const closing = printer.close().then(() => (closed = true));
  await once(socket, 'close');
  expect(closed).toBe(false);
  asked[0]!.answer.resolve(1);
  await closing;
});
