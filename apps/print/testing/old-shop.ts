import { vi, expect } from 'vitest';
import { OldClient, OldPrintServer, type OldOptions } from '../../../test-support/old-print.ts';
import { OPENING, PHONE, type Shop, type ShopClient } from './shop.ts';
import { SOON } from '../../../test-support/soon.ts';

const PRODUCT = '珍珠奶茶';

/** The old server behind the scripts' interface. */
export function openOldShop(options: Partial<OldOptions> = {}): Shop {
  const server = new OldPrintServer(options);
  return {
    printer: async (name, { active = true } = {}) => server.addPrinter(name, { active }),
    async edit(printer, to) {
      server.editPrinter(printer, to);
      return server.printers[printer - 1]!;
    },
    remove: async () => false,
    async getToggle(printer) {
      server.getToggle(printer);
      return server.printers[printer - 1]!.active;
    },
    async client(name) {
      const client = server.connect(name);
      return client instanceof OldClient ? clientOf(server, client) : client;
    },
    order: async ({ price = 25, quantity = 1, total = price * quantity } = {}) =>
      server.order({ product: PRODUCT, price, quantity, total, phone: PHONE, at: OPENING }),
    totalOf: async (order) => server.totalOf(order),
    deleteProduct: async () => server.deleteProduct(PRODUCT),
    pay: async (order) => server.pay(order),
    confirm: (order, printer) => server.confirm(order, printer),
    async apiConfirm(order) {
      server.apiConfirm(order);
    },
    jobs: async () => server.jobs,
    retry: (job) => server.retry(job),
    retryFailed: (job) => server.bulkRetry(job),
    page: async (path) => server.page(path),
    postTest: async () => server.postTest(),
    async status() {
      const { is_running, connected_clients } = server.status();
      // Bare addresses: no name of a printer among them.
      return { running: is_running, clients: connected_clients, names: [] };
    },
    pass: async () => {},
    close: async () => {},
  };
}

function clientOf(server: OldPrintServer, client: OldClient): ShopClient {
  const printed = () =>
    client.sent.flatMap(({ order, data }) => {
      const paper = (order ?? data) as
        { content: string; order_info?: { customer_phone: string } } | undefined;
      return paper ? [paper] : [];
    });
  return {
    get types() {
      return client.sent.map(({ type }) => String(type));
    },
    get papers() {
      return printed().map(({ content }) => content);
    },
    get phones() {
      return printed().flatMap(({ order_info }) => (order_info ? [order_info.customer_phone] : []));
    },
    has: (count) => vi.waitFor(() => expect(printed()).toHaveLength(count), SOON),
    reports: async (job_id, status, message = '') =>
      server.receive(client, { type: 'print_status', job_id, status, message }),
    says: async (message) => server.receive(client, message),
    leave: async () => server.disconnect(client),
    slow: () =>
      new Promise((resolve) => {
        client.takes = () => {
          resolve('stuck');
          return new Promise(() => {});
        };
      }),
    leaveInSend() {
      client.takes = async () => server.disconnect(client);
    },
  };
}
