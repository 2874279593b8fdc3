import type { Codec, Item, Ms } from '@posthouse/kernel';
import type { PaperBody } from '../rules.ts';

/** The dialect has no rooms, only direct messages. */
export const oldCodec: Codec = {
  id: 'print-old',
  encode: () => null,
  direct: (message) => ({ data: JSON.stringify(message) }),
};

/** Writes the hub's messages to old clients (contract §2): compact, because one of them reads 4,096 bytes at most. */
export function createWords(shop: string, epoch: string, localTime: (at: Ms) => string) {
  const stamp = (at: Ms) => `${localTime(at).replace(' ', 'T')}.${micros(at)}`;
  return {
    welcome: (now: Ms) => ({
      type: 'welcome',
      timestamp: stamp(now),
      message: `欢迎连接到${shop}打印服务`,
      server_info: {
        name: `${shop}打印服务器`,
        version: '1.0.0',
        capabilities: ['order_print', 'receipt_print', 'status_update'],
      },
    }),
    acknowledge: (now: Ms) => ({
      type: 'printer_info_ack',
      timestamp: stamp(now),
      message: '打印机信息已收到',
    }),
    ping: (now: Ms) => ({ type: 'ping', timestamp: stamp(now) }),
    pong: (now: Ms) => ({ type: 'pong', timestamp: stamp(now) }),
    /**
     * One paper. `copies` is always 1: clients print once per message. `epoch`, `copy` and `attempt` are ours and
     * tell a careful client which paper this is. Retries use this form too: some clients know no `print_command`.
     */
    newOrder: ({ body }: Item<PaperBody>, now: Ms) => ({
      type: 'new_order',
      timestamp: stamp(now),
      order: {
        job_id: body.job,
        // One client throws without it; no order has the number 0.
        order_id: body.order?.id ?? 0,
        type: 'order_receipt',
        content: body.content,
        copies: 1,
        priority: body.priority,
        timestamp: stamp(now),
        target_printer: { id: body.printer.id, name: body.printer.name, ip_address: body.printer.ip },
        order_info: {
          id: body.order?.id ?? 0,
          status: body.order?.status ?? 'confirmed',
          total_amount: (body.order?.totalCents ?? 0) / 100,
          created_at: new Date(body.order?.createdAt ?? now).toISOString().slice(0, -1),
          customer_phone: body.order?.phone ?? null,
        },
        printer_config: { paper_width: body.printer.paperWidth, printer_type: body.printer.type },
        epoch,
        copy: body.copy,
        attempt: body.attempt,
      },
    }),
  };
}

export type Words = ReturnType<typeof createWords>;

/** The old server's six fraction digits. */
function micros(at: Ms): string {
  return String(at % 1_000)
    .padStart(3, '0')
    .padEnd(6, '0');
}
