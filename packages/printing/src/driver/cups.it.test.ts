import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { missing } from '../../../../test-support/required.ts';
import { encodeReceipt } from '../receipt/encode.ts';
import { GOLDEN } from '../testing/golden.ts';
import { startCups, type PrivateCups } from '../testing/private-cups.ts';
import { createVirtualPrinter, type VirtualPrinter } from '../virtual/virtual-printer.ts';
import { createCupsSink } from './cups-sink.ts';
import { OneWayDriver } from './one-way.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };
const LONG = 60_000;

let device: VirtualPrinter;
let cups: PrivateCups | undefined;

beforeAll(async () => {
  device = await createVirtualPrinter({ port: 0 });
  try {
    cups = await startCups();
    for (const name of ['counter', 'refusing', 'standing']) await cups.queue(name, device.port);
  } catch (error) {
    missing(`printing through CUPS: ${String(error)}`);
  }
}, LONG);
afterAll(async () => {
  await cups?.stop();
  await device.close();
}, LONG);

const bytes = encodeReceipt({ content: { text: GOLDEN } });

async function print(queue: string, { lp }: PrivateCups) {
  const driver = new OneWayDriver(createCupsSink(queue, lp));
  const onStart = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
  const outcome = await driver.print({ bytes, onStart });
  await driver.close();
  expect(onStart).toHaveBeenCalledTimes(1);
  return outcome;
}

describe('a real CUPS', () => {
  it(
    'takes a paper, which is then spooled and no more, and brings its very bytes to the printer',
    async () => {
      if (!cups) return;
      const before = device.papers().length;
      expect(await print('counter', cups)).toEqual({ how: 'unconfirmed', evidence: 'spooled' });
      await vi.waitFor(() => expect(device.papers()).toHaveLength(before + 1), PATIENCE);
      const { text, cut } = device.papers().at(-1)!;
      expect(cut).toBe(true);
      expect(text).toContain('发财小狗饮品店');
    },
    LONG,
  );

  it(
    'says no to a queue that it has not, or that rejects: nothing was taken',
    async () => {
      if (!cups) return;
      await cups.tell('cupsreject', 'refusing');
      const before = device.papers().length;
      for (const queue of ['nowhere', 'refusing']) {
        expect(await print(queue, cups)).toMatchObject({ how: 'failed-before', reason: 'refused' });
      }
      expect(device.papers()).toHaveLength(before);
    },
    LONG,
  );

  it(
    'keeps a paper for a printer that stands still: spooled says nothing of paper',
    async () => {
      if (!cups) return;
      await cups.tell('cupsdisable', 'standing');
      const before = device.papers().length;
      expect(await print('standing', cups)).toEqual({ how: 'unconfirmed', evidence: 'spooled' });
      expect(device.papers()).toHaveLength(before);
      await cups.tell('cupsenable', 'standing');
      await vi.waitFor(() => expect(device.papers()).toHaveLength(before + 1), PATIENCE);
    },
    LONG,
  );
});
