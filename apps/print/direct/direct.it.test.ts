import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Op } from '@posthouse/kernel';
import { createVirtualPrinter } from '@posthouse/printing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job, NewJob, Printer, PrintStatus, VirtualPrinterState } from '../contract.ts';
import { openWorld, refusalOf, type World } from '../testing/world.ts';
import { SOON } from '../../../test-support/soon.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(...change: Parameters<typeof openWorld>): Promise<World> {
  const world = await openWorld(...change);
  closing.push(() => world.close());
  return world;
}

const until = (world: World, job: number, status: string) =>
  vi.waitFor(
    async () => {
      // Waits of the driver are on the clock that this test moves.
      world.clock.advance(500);
      expect((await world.job(job)).status).toBe(status);
    },
    { timeout: 60_000, interval: 10 },
  );

describe('a direct printer', () => {
  it('prints what is confirmed, and the job has its word for it', async () => {
    const world = await open();
    const device = await createVirtualPrinter({ port: 0 });
    closing.push(() => device.close());
    await world.printer({ name: 'TCP', ip_address: device.host, port: device.port });
    const { jobs } = await world.order();
    await until(world, jobs[0]!.id, 'completed');
    expect((await world.job(jobs[0]!.id)).evidence).toBe('printed');
    expect(device.papers()).toHaveLength(1);
    expect(device.papers()[0]!.text).toContain('珍珠奶茶');
  });

  it('prints the text of a paper whose markup cannot be set, and what waits behind it', async () => {
    const world = await open();
    const device = await createVirtualPrinter({ port: 0 });
    closing.push(() => device.close());
    await world.printer({ name: 'TCP', ip_address: device.host, port: device.port });
    const create = world.app.ops.find(({ name }) => name === 'print.job.create') as Op<NewJob, Job>;
    // A picture whose header is right: only who decodes it sees that it is none. The route would have tried.
    const markup = `{image:iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB${'A'.repeat(60)}}`;
    const broken = await world.kernel.store.write(create, { markup });
    const { jobs } = await world.order();
    await until(world, broken.id, 'completed');
    await until(world, jobs[0]!.id, 'completed');
    const texts = device.papers().map(({ text }) => text);
    expect(texts.filter((text) => text.includes('{image:'))).toHaveLength(1);
    expect(texts).toHaveLength(2);
  });

  it('ends unconfirmed at a listener that never says anything', async () => {
    const world = await open();
    const got: Buffer[] = [];
    const sockets: Socket[] = [];
    const listener = createServer((socket) => {
      sockets.push(socket);
      socket.on('data', (chunk) => got.push(chunk));
    });
    await new Promise<void>((resolve) => {
      listener.listen(0, '127.0.0.1', resolve);
    });
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    });
    await world.printer({
      name: 'bare',
      ip_address: '127.0.0.1',
      port: (listener.address() as AddressInfo).port,
    });
    const { jobs } = await world.order();
    await until(world, jobs[0]!.id, 'unconfirmed');
    expect((await world.job(jobs[0]!.id)).evidence).toBe('received');
    expect(Buffer.concat(got).length).toBeGreaterThan(100);
  });

  it('keeps the paper waiting while it is unreachable or out of paper, at no cost to the others', async () => {
    const world = await open();
    const empty = await createVirtualPrinter({ port: 0, faults: { paper: 'out' } });
    const good = await createVirtualPrinter({ port: 0 });
    closing.push(
      () => empty.close(),
      () => good.close(),
    );
    await world.printer({ name: 'empty', ip_address: empty.host, port: empty.port });
    await world.printer({ name: 'good', ip_address: good.host, port: good.port });
    const { jobs } = await world.order();
    await until(world, jobs[1]!.id, 'completed');
    expect((await world.job(jobs[0]!.id)).status).toBe('waiting');
    empty.setFault({ paper: 'ok' });
    await until(world, jobs[0]!.id, 'completed');
    expect((await world.job(jobs[0]!.id)).papers[0]).toMatchObject({ attempt: 1 });
    expect([empty.papers().length, good.papers().length]).toEqual([1, 1]);
  });

  it('goes on by itself when paper is back, however long it was out, for it says what it waits for', async () => {
    const world = await open({ silence: 1_000 });
    const device = await createVirtualPrinter({ port: 0, faults: { outAfterLines: 3 } });
    closing.push(() => device.close());
    const printer = await world.printer({ name: 'TCP', ip_address: device.host, port: device.port });
    const { jobs } = await world.order();
    const id = jobs[0]!.id;
    const said = async () => (await world.job(id)).history.filter(({ what }) => what === 'evidence').length;
    await vi.waitFor(async () => expect(await said()).toBeGreaterThan(0), { timeout: 60_000 });
    // Ten silences pass, each in steps that let the holder speak.
    for (let step = 0; step < 30; step++) {
      const before = await said();
      world.clock.advance(800);
      await vi.waitFor(async () => expect(await said()).toBeGreaterThan(before), { timeout: 60_000 });
    }
    expect((await world.job(id)).status).toBe('printing');
    const shown = await world.call<Printer>('GET', '/api/print/printers/:id', { id: printer.id });
    expect(shown.state).toBe('paper-out');
    device.setFault({ paper: 'ok' });
    await until(world, id, 'completed');
    expect(device.papers()).toHaveLength(1);
  });

  it('keeps what it learned of its printer', async () => {
    const world = await open();
    const device = await createVirtualPrinter({ port: 0 });
    closing.push(() => device.close());
    const { id } = await world.printer({ name: 'TCP', ip_address: device.host, port: device.port });
    const confirms = async () =>
      (await world.call<Printer>('GET', '/api/print/printers/:id', { id })).confirms;
    expect(await confirms()).toBeNull();
    const { jobs } = await world.order();
    await until(world, jobs[0]!.id, 'completed');
    await vi.waitFor(async () => expect(await confirms()).toBe('process-id'), SOON);
    await world.call('PATCH', '/api/print/printers/:id', { id, body: { ip_address: '127.0.0.2' } });
    expect(await confirms()).toBeNull();
  });

  it('follows its row: another address takes the papers that wait', async () => {
    const world = await open();
    const device = await createVirtualPrinter({ port: 0 });
    closing.push(() => device.close());
    const printer = await world.printer({ name: 'moved', ip_address: '127.0.0.1', port: 1 });
    const { jobs } = await world.order();
    await world.call('PATCH', '/api/print/printers/:id', {
      id: printer.id,
      body: { port: device.port },
    });
    await until(world, jobs[0]!.id, 'completed');
    expect(device.papers()).toHaveLength(1);
  });
});

describe('the virtual printer', () => {
  it('prints the first order without any hardware, and steps aside for a real printer or an unbound client', async () => {
    const world = await open({ virtual: true });
    const first = await world.order();
    expect(first.jobs[0]!.printer_name).toBe('虚拟打印机');
    await until(world, first.jobs[0]!.id, 'completed');
    const papers = await world.call<{ items: { id: number; text: string }[] }>('GET', '/api/print/papers');
    expect(papers.items[0]!.text).toMatch(new RegExp(`# ?${first.order.id}`));
    const svg = await world.call<{ body: string }>('GET', '/api/print/papers/:id.svg', {
      id: papers.items[0]!.id,
    });
    expect(svg.body).toMatch(/^<svg/);

    const client = await world.client('walk-in');
    const second = await world.order();
    expect(second.jobs.map(({ printer_id }) => printer_id)).toEqual([null]);
    await client.has(1);
    const real = await world.printer({ name: 'real' });
    const third = await world.order();
    expect(third.jobs.map(({ printer_id }) => printer_id)).toEqual([real.id]);
    const status = await world.call<PrintStatus>('GET', '/api/print/status');
    expect(status.printers.map(({ name, state }) => [name, state])).toEqual([
      ['虚拟打印机', 'ready'],
      ['real', 'offline'],
    ]);
  });

  it('runs out of paper when somebody wants to see that, and goes on when it is back', async () => {
    const world = await open({ virtual: true });
    const faults = (body: object) =>
      world.call<VirtualPrinterState>('POST', '/api/print/virtual/faults', { body });
    expect(await faults({ paper: 'out' })).toMatchObject({ state: 'paper-out', faults: { paper: 'out' } });
    const { jobs } = await world.order();
    await vi.waitFor(async () => {
      const { printers } = await world.call<PrintStatus>('GET', '/api/print/status');
      expect(printers[0]!.state).toBe('paper-out');
    }, SOON);
    expect((await world.job(jobs[0]!.id)).status).toBe('waiting');
    await faults({ paper: 'ok' });
    world.clock.advance(5_000);
    await until(world, jobs[0]!.id, 'completed');
    const now = await world.call<VirtualPrinterState>('GET', '/api/print/virtual');
    expect(now).toMatchObject({ state: 'ready', printer_id: jobs[0]!.printer_id });
  });

  it('is refused with a code where there is none', async () => {
    const world = await open();
    expect(refusalOf(await world.call('GET', '/api/print/virtual'))).toBe('PRINT_NO_VIRTUAL');
    const body = { paper: 'out' };
    expect(refusalOf(await world.call('POST', '/api/print/virtual/faults', { body }))).toBe(
      'PRINT_NO_VIRTUAL',
    );
  });
});
