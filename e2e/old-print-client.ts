import { vi } from 'vitest';
import { WebSocket } from 'ws';

/** An old print client as the shop has it: it says its name, takes what it is sent, and reports when it is told to. */
export interface OldPrintClient {
  /** Orders it was sent. */
  readonly papers: readonly { readonly job_id: number }[];
  /** Waits until it has so many. */
  has(count: number): Promise<void>;
  completes(job: number): void;
  leave(): void;
}

export async function openOldClient(port: number, name: string): Promise<OldPrintClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  const papers: { job_id: number }[] = [];
  socket.on('message', (data: Buffer) => {
    const { type, order } = JSON.parse(data.toString()) as { type: string; order?: { job_id: number } };
    if (type === 'new_order' && order) papers.push(order);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const say = (message: object) => socket.send(JSON.stringify(message));
  say({ type: 'printer_info', printer: { name, status: 'ready' } });
  return {
    papers,
    async has(count) {
      await vi.waitUntil(() => papers.length >= count, { timeout: 45_000, interval: 20 });
    },
    completes: (job) => say({ type: 'print_status', job_id: job, status: 'completed', message: '打印成功' }),
    leave: () => socket.close(),
  };
}
