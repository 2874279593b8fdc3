import type { PrintStatus } from '@posthouse/print/contract';
import { describe, expect, it } from 'vitest';
import { mattersOf, summaryOf } from './matters.ts';

const calm: PrintStatus = {
  printers: [],
  clients: [],
  strays: [],
  banner: null,
  standing: [],
  jobs: {},
  waiting_for_any: 0,
  virtual_printer: null,
};
const printer = (id: number, state: string, waiting = 0, driver = 'direct') =>
  ({ id, name: `P${id}`, state, waiting, driver, confirms: 'buffer' }) as PrintStatus['printers'][number];

const words = (status: PrintStatus) => mattersOf(status).map(({ word }) => word);

describe('what of printing needs a person', () => {
  it('is nothing when all is well, or off on purpose', () => {
    expect(mattersOf(calm)).toEqual([]);
    const printers = [printer(1, 'ready'), printer(2, 'paused', 3), printer(3, 'disabled')];
    expect(mattersOf({ ...calm, printers })).toEqual([]);
  });

  it('begins with what only a person can decide', () => {
    const status: PrintStatus = {
      ...calm,
      jobs: { uncertain: 2, failed: 1 },
      printers: [printer(1, 'paper-out', 4), printer(2, 'unreachable')],
      clients: [
        { name: '吧台', address: '', printer_id: null, holds: null, mute: false, unclaimed: true },
        { name: 'P1', address: '', printer_id: 1, holds: 'x', mute: false, unclaimed: false },
      ],
    };
    expect(mattersOf(status).map(({ id }) => id)).toEqual([
      'print-uncertain',
      'print-trouble-1',
      'print-unclaimed-吧台',
      'print-failed',
      'print-trouble-2',
    ]);
  });

  it('names an agent whose printer is not there', () => {
    const strays = [{ printer_id: 9, name: 'kitchen', address: '10.0.0.9' }];
    expect(mattersOf({ ...calm, strays })).toMatchObject([
      { word: 'stray', named: { id: 9, name: 'kitchen', address: '10.0.0.9' } },
    ]);
  });

  it('does not say twice why a queue stands still', () => {
    const since = '2025-07-14T02:30:00.000Z';
    const printers = [printer(1, 'paper-out', 4), printer(2, 'ready', 1)];
    const standing = [
      { printer_id: 1, since, waiting: 4 },
      { printer_id: 2, since, waiting: 1 },
      { printer_id: null, since, waiting: 2 },
    ];
    expect(words({ ...calm, printers, standing })).toEqual(['trouble', 'standing', 'noPrinter']);
  });

  it('lets a printer alone that waits for its first client', () => {
    expect(words({ ...calm, printers: [printer(1, 'offline', 0, 'client')] })).toEqual([]);
    expect(words({ ...calm, printers: [printer(1, 'offline', 1, 'client')] })).toEqual(['trouble']);
  });

  it('counts for the title', () => {
    const printers = [printer(1, 'ready'), printer(2, 'paper-low'), printer(3, 'paper-out')];
    const jobs = { waiting: 1, printing: 1, uncertain: 3, completed: 9 };
    const unasked = { ...printer(4, 'ready'), confirms: null };
    const away = [printers[2]!.name];
    expect(summaryOf({ ...calm, printers: [...printers, unasked], jobs })).toEqual({
      online: 2,
      away,
      waiting: 2,
      uncertain: 3,
    });
  });
});
