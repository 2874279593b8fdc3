import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { HubProcess } from '../../test-support/hub-process.ts';

const ORDER = JSON.stringify({ items: [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }] });

/** Orders that a whole hub, in a process of its own, takes over `producers` kept-alive connections; per second. */
export async function ordersPerSecond(folder: string, producers: number, span: number): Promise<number> {
  const hub = await HubProcess.start(folder, {});
  const agent = new Agent({ keepAlive: true, maxSockets: producers });
  try {
    await orders(hub.url, agent, producers, span / 4);
    return await orders(hub.url, agent, producers, span);
  } finally {
    agent.destroy();
    await hub.stop();
  }
}

async function orders(url: string, agent: Agent, producers: number, span: number): Promise<number> {
  const from = performance.now();
  let count = 0;
  await Promise.all(
    Array.from({ length: producers }, async () => {
      while (performance.now() - from < span) {
        await order(url, agent);
        count++;
      }
    }),
  );
  return (count * 1_000) / (performance.now() - from);
}

async function order(url: string, agent: Agent): Promise<void> {
  const call = request(`${url}/api/print/orders`, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json' },
  });
  call.end(ORDER);
  const [reply] = await once(call, 'response');
  reply.resume();
  await once(reply, 'end');
  if (reply.statusCode !== 200 && reply.statusCode !== 201)
    throw new Error(`the hub answered ${reply.statusCode}`);
}
