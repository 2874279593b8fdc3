import type { Id } from '@posthouse/kernel';
import { isRefusal } from '@posthouse/kernel';
import type { Order, Printer, PrintStatus } from '../contract.ts';
import type { FakePeer } from './fake-peer.ts';
import { openWorld, testConfig } from './world.ts';
import { oldEndpoint } from '../old-clients/door.ts';
import { oldStatus } from '../rules.ts';
import { PHONE, type Shop, type ShopClient } from './shop.ts';

/** What the door closes with when it does not let somebody in. */
const REFUSED = oldEndpoint(testConfig).drainCode ?? Number.NaN;

/** The print app behind the scripts' interface, through its routes and its old clients' door. */
export async function openOurShop(): Promise<Shop> {
  const world = await openWorld();
  const path = '/api/print/printers/:id';
  const printer = (id: Id) => world.call<Printer>('GET', path, { id });
  return {
    printer: async (name, { active = true, copies = 1 } = {}) =>
      (await world.printer({ name, is_active: active, print_copies: copies })).id,
    async edit(id, to) {
      const form = { name: '', auto_print_orders: 'on', ...to, ...(to.port && { port: String(to.port) }) };
      await world.call('POST', '/admin/print/printers/:id/edit', { id, body: form });
      return printer(id);
    },
    async remove(id) {
      await world.call('DELETE', path, { id });
      return isRefusal(await world.call('GET', path, { id }));
    },
    async getToggle(id) {
      await world.call('GET', '/admin/print/printers/:id/toggle', { id });
      return (await printer(id)).is_active;
    },
    async client(name, { stranger = false } = {}) {
      try {
        return clientOf(await world.client(name, [stranger ? 'nobody' : 'print-client']));
      } catch {
        return { code: REFUSED };
      }
    },
    async order({ price = 25, quantity = 1, total } = {}) {
      const items = [{ name: '珍珠奶茶', quantity, unit_price: price }];
      const body = { items, customer_phone: PHONE, ...(total !== undefined && { total_amount: total }) };
      return (await world.call<{ body: Order }>('POST', '/api/print/orders', { body })).body.id;
    },
    totalOf: async (id) => (await world.call<Order>('GET', '/api/print/orders/:id', { id })).total_amount,
    // Orders carry the names of what was ordered: there is nothing to delete behind them.
    deleteProduct: async () => {},
    async pay(id) {
      await world.call('POST', '/api/print/orders/:id/pay', { id });
    },
    async confirm(id, chosen) {
      const body = { auto_print: 'on', ...(chosen && { printer_id: String(chosen) }) };
      return messageOf(await world.call('POST', '/admin/order/:id/confirm', { id, body }));
    },
    async apiConfirm(id) {
      await world.call('POST', '/admin/api/order/:id/confirm', { id });
    },
    async jobs() {
      const jobs = await Promise.all((await world.jobs()).map(({ id }) => world.job(id)));
      return jobs
        .map((job) => ({
          id: job.id,
          status: oldStatus(job.status),
          retries: job.retry_count,
          printer: job.printer_name,
          content: job.content,
        }))
        .sort((a, b) => a.id - b.id);
    },
    retry: async (id) => messageOf(await world.call('POST', '/admin/print/jobs/:id/retry', { id })),
    async retryFailed(id) {
      await world.call('POST', '/api/print/jobs/:id/retry', { id });
    },
    async page(route) {
      const answer = await world.call<{ status?: number }>('GET', route);
      return answer.status ?? 200;
    },
    async postTest(id) {
      const query = { printer_id: id };
      const { body } = await world.call<{ body: { success: boolean } }>('POST', '/admin/print/test/print', {
        query,
      });
      return body.success ? 200 : 409;
    },
    async status() {
      const old = await world.call<{ is_running: boolean; connected_clients: number }>(
        'GET',
        '/admin/print/server/status',
      );
      const { clients } = await world.call<PrintStatus>('GET', '/api/print/status');
      return {
        running: old.is_running,
        clients: old.connected_clients,
        names: clients.flatMap(({ name, printer_id }) =>
          printer_id === null ? [] : [`${name} → ${printer_id}`],
        ),
      };
    },
    async pass(ms) {
      world.clock.advance(ms);
    },
    close: () => world.close(),
  };
}

function messageOf(answer: unknown): string {
  const { redirect } = answer as { redirect: string };
  return new URL(redirect, 'http://hub').searchParams.get('message') ?? '';
}

function clientOf(peer: FakePeer): ShopClient {
  const printed = () => peer.sent.flatMap(({ order }) => (order ? [order] : []));
  return {
    get types() {
      return peer.sent.map(({ type }) => type);
    },
    get papers() {
      return printed().map(({ content }) => content);
    },
    get phones() {
      return printed().map((order) => (order.order_info as { customer_phone: string }).customer_phone);
    },
    has: (count) => peer.has(count),
    reports: (job, status, message) => peer.reports(job, status, message),
    says: (message) => peer.says(message),
    leave: async () => peer.close(1006),
    // Frames are queued for a peer: no request ever waits for its network.
    slow: () => new Promise(() => {}),
    leaveInSend() {
      const send = peer.send.bind(peer);
      peer.send = (message) => {
        send(message);
        if (peer.papers.length > 0) peer.close(1006);
      };
    },
  };
}
