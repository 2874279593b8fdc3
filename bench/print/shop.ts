import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { createVirtualPrinter } from '@posthouse/printing';
import { startHub } from '../../packages/hub/src/testing/start-hub.ts';

/** How a document begins; what comes before it are questions about the printer's state. */
const INITIALIZE = Buffer.from([0x1b, 0x40]);

export interface BenchShop extends AsyncDisposable {
  order(): Promise<number>;
  confirm(order: number): Promise<void>;
  /** The moment at which the next document's first byte reaches a printer. */
  firstByte(): Promise<number>;
  /** The moment at which that many more jobs are completed, on disk. */
  completed(jobs: number): Promise<number>;
}

/** A hub with virtual printers behind doors that see the bytes pass. */
export async function openShop(printers: number): Promise<BenchShop> {
  const waiting: ((at: number) => void)[] = [];
  const hub = await startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' });
  const closing: (() => Promise<unknown>)[] = [];
  const { kernel } = hub.hub;
  let due = { left: 0, done: (_at: number) => {} };
  const stop = kernel.store.onCommit(({ publications }) => {
    for (const { room, message } of publications) {
      if (room !== 'print.events' || (message as { status?: string }).status !== 'completed') continue;
      if (--due.left === 0) due.done(performance.now());
    }
  });

  async function call<R>(path: string, body: object = {}): Promise<R> {
    const reply = await fetch(`${hub.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as R;
  }

  for (let n = 1; n <= printers; n++) {
    const device = await createVirtualPrinter({ port: 0 });
    const door = await watch(device.port, () => waiting.shift()?.(performance.now()));
    closing.push(
      () => device.close(),
      () => new Promise((resolve) => door.close(resolve)),
    );
    const { port } = door.address() as AddressInfo;
    await call('/api/print/printers', { name: `printer ${n}`, ip_address: '127.0.0.1', port });
  }

  return {
    async order() {
      const items = [{ name: '珍珠奶茶', quantity: 1, unit_price: 25, size: 'large' }];
      return (await call<{ id: number }>('/api/print/orders', { items })).id;
    },
    async confirm(order) {
      await call(`/api/print/orders/${order}/confirm`);
    },
    firstByte: () => new Promise((resolve) => void waiting.push(resolve)),
    completed: (left) => new Promise((done) => void (due = { left, done })),
    async [Symbol.asyncDispose]() {
      stop();
      await hub[Symbol.asyncDispose]();
      await Promise.all(closing.map((close) => close()));
    },
  };
}

/** A door in front of a printer that says when a document begins to pass. */
function watch(port: number, onDocument: () => void): Promise<Server> {
  const server = createServer((socket) => {
    const device = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      if (chunk.includes(INITIALIZE)) onDocument();
    });
    socket.pipe(device).pipe(socket);
    socket.on('error', () => device.destroy());
    device.on('error', () => socket.destroy());
    socket.on('close', () => device.destroy());
  });
  return new Promise((resolve) => void server.listen(0, '127.0.0.1', () => resolve(server)));
}
