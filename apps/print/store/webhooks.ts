import { refuse, type Id, type Op, type Refusal } from '@posthouse/kernel';
import type { NewWebhook, Webhook } from '../contract.ts';
import { isPublicUrl } from '../webhooks/address.ts';
import { iso } from './shapes.ts';
import { tables, type WebhookTable } from './tables.ts';
import { webhookKey, webhookBox, WEBHOOKS_KEY, webhooksRoom } from './webhook-box.ts';
import type { Selectable } from 'kysely';

const MOST_WEBHOOKS = 20;

/** Where a receiver is and what its messages are signed with: for the caller in the process alone. */
export interface Receiver {
  readonly id: Id;
  readonly url: string;
  readonly secret: string;
}

export function createWebhookOps(settings: { readonly webhookPrivate: boolean }) {
  const create: Op<NewWebhook, Webhook | Refusal> = {
    name: 'print.webhook.create',
    async run(tx, { url, secret, events = [] }) {
      if (!isPublicUrl(url, settings.webhookPrivate)) return refuse('PRINT_WEBHOOK_URL', { url });
      const known = await tables(tx).selectFrom('print_webhook').select('id').execute();
      if (known.length >= MOST_WEBHOOKS) return refuse('PRINT_WEBHOOK_LIMIT', { limit: MOST_WEBHOOKS });
      const row = await tables(tx)
        .insertInto('print_webhook')
        .values({
          url,
          secret,
          events: events.length > 0 ? JSON.stringify(events) : null,
          delivered: 0,
          dropped: 0,
          created_at: tx.now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await tx.publish(webhooksRoom, WEBHOOKS_KEY, { id: row.id });
      return toWebhook(row, 0);
    },
  };
  return { create, list, remove, receivers };
}

const list: Op<null, Webhook[]> = {
  name: 'print.webhook.list',
  async run(tx) {
    const rows = await tables(tx).selectFrom('print_webhook').selectAll().orderBy('id').execute();
    const waiting = await tables(tx)
      .selectFrom('print_webhook_waiting')
      .select((eb) => ['webhook_id', eb.fn.countAll<number>().as('count')])
      .groupBy('webhook_id')
      .execute();
    return rows.map((row) =>
      toWebhook(row, waiting.find(({ webhook_id }) => webhook_id === row.id)?.count ?? 0),
    );
  },
};

/** What waits for it goes with it. */
const remove: Op<{ id: Id }, Webhook | Refusal> = {
  name: 'print.webhook.remove',
  async run(tx, { id }) {
    const row = await tables(tx)
      .selectFrom('print_webhook')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return refuse('PRINT_WEBHOOK_UNKNOWN', { id });
    const waiting = await tables(tx)
      .selectFrom('print_webhook_waiting')
      .select('id')
      .where('webhook_id', '=', id)
      .execute();
    for (const one of waiting) await tx.revoke(webhookBox, webhookKey(id), String(one.id));
    await tables(tx).deleteFrom('print_webhook_waiting').where('webhook_id', '=', id).execute();
    await tables(tx).deleteFrom('print_webhook').where('id', '=', id).execute();
    await tx.publish(webhooksRoom, WEBHOOKS_KEY, { id });
    return toWebhook(row, 0);
  },
};

const receivers: Op<null, Receiver[]> = {
  name: 'print.webhook.receivers',
  run: (tx) => tables(tx).selectFrom('print_webhook').select(['id', 'url', 'secret']).execute(),
};

function toWebhook(row: Selectable<WebhookTable>, waiting: number): Webhook {
  return {
    id: row.id,
    url: row.url,
    events: row.events === null ? [] : (JSON.parse(row.events) as Webhook['events']),
    waiting,
    delivered: row.delivered,
    dropped: row.dropped,
    created_at: iso(row.created_at),
  };
}
