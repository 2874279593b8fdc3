import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Confirmed, Order, OrderPage } from './contract.ts';
import { ordersRoom } from './store/rooms.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await add({ name: '珍珠奶茶' }, { customer_phone: '13812345678' });
  await add({ name: 'Oolong 100%' }, { notes: '打包' });
  const third = await add({ name: 'under_score' }, {});
  await world.call<Confirmed>('POST', '/api/print/orders/:id/confirm', { id: third, body: null });
});
afterAll(() => world.close());

async function add(item: object, order: object): Promise<number> {
  const body = { items: [{ quantity: 1, unit_price: 1, ...item }], ...order };
  return (await world.call<{ body: Order }>('POST', '/api/print/orders', { body })).body.id;
}

const list = (query: object = {}) => world.call<OrderPage>('GET', '/api/print/orders', { query });
const found = async (query: object) => (await list(query)).items.map(({ id }) => id);

describe('the list of orders', () => {
  it('is newest first, page by page, each with its items', async () => {
    const { items, total } = await list({ size: 2 });
    expect([items.map(({ id }) => id), total]).toEqual([[3, 2], 3]);
    expect(items[0]!.items.map(({ name }) => name)).toEqual(['under_score']);
    expect(await found({ size: 2, page: 2 })).toEqual([1]);
  });

  it.each([
    [{ status: 'pending' }, [2, 1]],
    [{ status: 'confirmed' }, [3]],
    [{ q: '奶茶' }, [1]],
    [{ q: ' oolong ' }, [2]],
    [{ q: '打包' }, [2]],
    [{ q: '#3' }, [3]],
    [{ q: '2', status: 'confirmed' }, []],
    // Wildcards of SQL are letters like others.
    [{ q: '100%' }, [2]],
    [{ q: '_' }, [3]],
    [{ q: '\\' }, []],
    [{ q: '5678' }, [1]],
  ])('%j: %j', async (query, ids) => {
    expect(await found(query)).toEqual(ids);
  });

  it('shows no number, and finds none by it, to who may not see numbers', async () => {
    const see = (query: object) =>
      world.call<OrderPage>('GET', '/api/print/orders', { query, roles: ['nobody'] });
    expect((await see({})).items.at(-1)!.customer_phone).toBe('138****5678');
    expect((await see({ q: '5678' })).items).toEqual([]);
  });
});

describe('the room of orders', () => {
  it('begins with the newest, and shows numbers to nobody', async () => {
    const snapshot = await ordersRoom.snapshot(world.kernel.store, 'print/orders');
    const values = snapshot.values as readonly Order[];
    expect(values.map(({ id, status }) => [id, status])).toEqual([
      [3, 'confirmed'],
      [2, 'pending'],
      [1, 'pending'],
    ]);
    expect(values.at(-1)!.customer_phone).toBe('138****5678');
  });

  it('hears of every change', async () => {
    const heard: unknown[] = [];
    const stop = world.kernel.store.onCommit(({ publications }) => {
      for (const { room, message } of publications) {
        if (room === ordersRoom.name) heard.push((message as Order).status);
      }
    });
    const id = await add({ name: '柠檬茶' }, {});
    for (const deed of ['confirm', 'confirm', 'cancel']) {
      await world.call('POST', `/api/print/orders/:id/${deed}`, { id, body: {} });
    }
    stop();
    expect(heard).toEqual(['pending', 'confirmed', 'cancelled']);
  });
});
