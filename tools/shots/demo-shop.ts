import { WebSocket } from 'ws';
import type { TestHub } from '../../packages/hub/src/testing/start-hub.ts';

/**
 * A morning in a small shop: papers that printed, one that failed, a printer without paper and one that is off; a bank
 * of questions that was compared, a station that nobody has opened, and people and machines who may come in.
 */
export async function furnish({ url, printPort }: TestHub, token: string): Promise<void> {
  async function send<T>(method: string, path: string, body?: unknown, type = 'json'): Promise<T> {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': `application/${type}` }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  }
  /** Waits until a list is as long as that. */
  async function until(path: string, count: number): Promise<void> {
    for (;;) {
      const { total, data } = await send<{ total?: number; data?: { pagination: { total: number } } }>(
        'GET',
        path,
      );
      if ((total ?? data?.pagination.total ?? 0) >= count) return;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }

  await send('POST', '/api/demo', { what: ['tasks', 'bridge'] });
  const drinks = ['珍珠奶茶', '杨枝甘露', '柠檬红茶', '抹茶拿铁', '芋泥波波', '百香果绿茶', '黑糖鲜奶'];
  const orders: number[] = [];
  for (const [index, name] of drinks.entries()) {
    const { id } = await send<{ id: number }>('POST', '/api/print/orders', {
      items: [
        { name, quantity: 1 + (index % 2), unit_price: 14 + index, size: '大杯', sugar_level: '七分糖' },
        { name: '珍珠', quantity: 1, unit_price: 2 },
      ],
      ...(index === 3 && { notes: '少冰，谢谢' }),
    });
    orders.push(id);
  }
  for (const id of orders.slice(0, 5)) await send('POST', `/api/print/orders/${id}/confirm`);
  await until('/api/print/jobs?status=completed', 5);
  await send('POST', '/api/print/printers', {
    name: '后厨打印机',
    driver: 'direct',
    ip_address: '127.0.0.1',
    port: 9,
    auto_print_orders: false,
  });
  await send('POST', '/api/print/printers', {
    name: '前台 Windows',
    driver: 'client',
    auto_print_orders: false,
  });
  const { items } = await send<{ items: { id: number; name: string }[] }>('GET', '/api/print/printers');
  const kitchen = items.find(({ name }) => name === '后厨打印机');
  if (kitchen) await send('POST', '/api/print/jobs', { text: '后厨备料单\n', printer_id: kitchen.id });
  await send('POST', `/api/print/orders/${orders[5]}/confirm`);

  await until('/api/dedup/tasks?status=completed', 1);
  const lines = ['中国的首都是哪座城市？', '', '1 + 1 = ？'].map((content, at) =>
    JSON.stringify({ question_id: 900 + at, type: '4', content, correct_answer: '2' }),
  );
  await send('POST', '/api/questions/import?format=jsonl&name=期中.jsonl', lines.join('\n'), 'x-ndjson');
  await send('POST', '/api/auth/users', { name: 'mei', password: 'a long enough one', role: 'operator' });
  await send('POST', '/api/auth/keys', { name: '收银台', scopes: ['print.order.create', 'print.job.read'] });
  await send('POST', '/api/auth/machines', { name: '前台电脑', kind: 'agent' });
  await send('POST', '/api/system/backup', {});
  // Stays for as long as the pictures are taken.
  const client = new WebSocket(`ws://127.0.0.1:${printPort}/`);
  await new Promise((resolve, reject) => client.once('open', resolve).once('error', reject));
  client.send(JSON.stringify({ type: 'printer_info', printer: { name: '吧台电脑', status: 'ready' } }));
}
