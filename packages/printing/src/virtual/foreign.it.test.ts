import { once } from 'node:events';
import { connect } from 'node:net';
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import receiptio from 'receiptio';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVirtualPrinter, type VirtualPrinter } from './virtual-printer.ts';
import { SOON } from '../../../../test-support/soon.ts';

const RECEIPT = '^^^发财小狗饮品店\n珍珠奶茶 | ￥25.00\n{code:https://a.b;option:qrcode,4,l}\n=';
/** receiptio prints to port 9100 only: an address of its own for each test makes that port free. */
let address = 10;
let printer: VirtualPrinter;

afterEach(() => printer.close());

// Other systems have one loopback address only.
describe.skipIf(process.platform !== 'linux')('receiptio, a program that is not ours', () => {
  async function open(): Promise<(options: string) => Promise<string>> {
    const host = `127.91.0.${++address}`;
    printer = await createVirtualPrinter({ host, port: 9100 });
    return (options) => receiptio.print(RECEIPT, `-d ${host} -l zh ${options}`);
  }

  it.each(['-p escpos', '-p generic', ''])('prints with %j and is told of its success', async (options) => {
    const print = await open();
    expect(await print(options)).toBe('success');
    expect(printer.papers()).toHaveLength(1);
    const lines = printer.papers()[0]!.text.split('\n');
    expect(lines[0]?.trim()).toBe('发财小狗饮品店');
    expect(lines[1]).toMatch(/^珍珠奶茶 +￥25\.00$/);
    expect(lines[2]).toMatch(/^\[image \d+x\d+\]$/);
  });

  it('sees the faults of the printer', async () => {
    const ask = await open();
    const says = async (fault: Parameters<VirtualPrinter['setFault']>[0]): Promise<string> => {
      printer.setFault(fault);
      return ask('-q');
    };
    expect(await says({ paper: 'out' })).toBe('paperempty');
    expect(await says({ paper: 'ok', cover: 'open' })).toBe('coveropen');
    expect(await says({ cover: 'closed', error: true })).toBe('error');
    expect(await says({ error: false, paper: 'low' })).toBe('online');
    expect(await says({ dead: true })).toBe('disconnect');
    expect(printer.papers()).toEqual([]);
  });
});

describe('node-thermal-printer', () => {
  it('makes bytes that come out as it meant them', async () => {
    printer = await createVirtualPrinter({ port: 0 });
    const theirs = new ThermalPrinter({
      type: PrinterTypes.EPSON,
      interface: 'tcp://127.0.0.1',
      characterSet: CharacterSet.CHINA,
      width: 48,
    });
    theirs.alignCenter();
    theirs.println('Posthouse 驿站');
    theirs.alignLeft();
    theirs.leftRight('Milk tea', '25.00');
    theirs.table(['a', 'b', 'c']);
    theirs.code128('ABC123');
    theirs.printQR('https://a.b', { cellSize: 6 });
    theirs.openCashDrawer();
    theirs.cut();
    const socket = connect(printer.port, '127.0.0.1').resume();
    socket.end(theirs.getBuffer());
    await once(socket, 'close');
    await vi.waitUntil(() => printer.papers().length > 0, SOON);
    const [paper] = printer.papers();
    expect(paper?.cut).toBe(true);
    expect(paper?.text.split('\n').slice(0, 5)).toEqual([
      `${' '.repeat(17)}Posthouse 驿站`,
      `Milk tea${' '.repeat(35)}25.00`,
      `a${' '.repeat(15)}b${' '.repeat(15)}c`,
      '[CODE128 ABC123]',
      '[QR https://a.b]',
    ]);
  });
});
