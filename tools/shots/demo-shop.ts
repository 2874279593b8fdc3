/** A morning in a small shop: papers that printed, one that failed, a printer without paper and one that is off. */
export async function furnish(hub: string): Promise<void> {
  async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await fetch(`${hub}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  }

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
  await printed(hub, 5);
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
}

/** Waits until so many jobs are over. */
async function printed(hub: string, count: number): Promise<void> {
  for (;;) {
    const reply = await fetch(`${hub}/api/print/jobs?status=completed`);
    if (((await reply.json()) as { total: number }).total >= count) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}
