import type { Fact, Id, Item, Key, Mailbox, Ms, Room, Tx } from '@posthouse/kernel';
import type { PrintEvent } from './rooms.ts';
import { tables } from './tables.ts';

const DAY: Ms = 86_400_000;
/** Events that wait for one receiver; beyond it they are dropped and counted, for printing must not wait for it. */
const MOST_WAITING = 1_000;
const FIRST_WAIT: Ms = 1_000;
const LONGEST_WAIT: Ms = 600_000;

export const webhookKey = (id: Id): Key => `print/webhook/${id}`;

/** What a receiver is sent: `id` is the same each time it is tried. */
export interface WebhookBody {
  readonly id: Id;
  readonly event: PrintEvent;
}

/** One mailbox per receiver: in order, tried again for a day, ever more seldom. */
export const webhookBox: Mailbox<WebhookBody> = {
  name: 'print.webhooks',
  order: 'fifo',
  window: { items: 1, bytes: 100_000 },
  bound: MOST_WAITING + 100,
  silence: 60_000,
  again: (tries) => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 20)),
  rival: 'newest',
  changed: follow,
};

async function follow(tx: Tx, { body, key }: Item<WebhookBody>, fact: Fact): Promise<void> {
  if (fact.is !== 'over') return;
  const id = Number(key.slice(webhookKey(0).length - 1));
  await tables(tx).deleteFrom('print_webhook_waiting').where('id', '=', body.id).execute();
  await tables(tx)
    .updateTable('print_webhook')
    .set((eb) =>
      fact.how === 'done' ? { delivered: eb('delivered', '+', 1) } : { dropped: eb('dropped', '+', 1) },
    )
    .where('id', '=', id)
    .execute();
}

/** Posts the event to every receiver that asked for its type. */
export async function callWebhooks(tx: Tx, event: PrintEvent): Promise<void> {
  const hooks = await tables(tx).selectFrom('print_webhook').select(['id', 'events']).orderBy('id').execute();
  for (const { id: webhook, events } of hooks) {
    if (events !== null && !(JSON.parse(events) as string[]).includes(event.type)) continue;
    if (await isFull(tx, webhook)) {
      await tables(tx)
        .updateTable('print_webhook')
        .set((eb) => ({ dropped: eb('dropped', '+', 1) }))
        .where('id', '=', webhook)
        .execute();
      continue;
    }
    const { id } = await tables(tx)
      .insertInto('print_webhook_waiting')
      .values({ webhook_id: webhook })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx.post(
      webhookBox,
      webhookKey(webhook),
      { id, event },
      {
        ref: String(id),
        lost: 'redeliver',
        expires: tx.now + DAY,
      },
    );
  }
}

async function isFull(tx: Tx, webhook: Id): Promise<boolean> {
  const { count } = await tables(tx)
    .selectFrom('print_webhook_waiting')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('webhook_id', '=', webhook)
    .executeTakeFirstOrThrow();
  return count >= MOST_WAITING;
}

/** Which receivers there are: a hint for whoever calls them, and nobody else's business. */
export const webhooksRoom: Room<{ id: Id }> = {
  name: 'print.webhooks',
  kind: 'state',
  id: ({ id }) => String(id),
  may: () => false,
  snapshot: async () => ({ at: 0, values: [] }),
};
export const WEBHOOKS_KEY = 'print/webhooks';
