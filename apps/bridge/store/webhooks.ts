import type { Mailbox, Ms, Op, Tx } from '@posthouse/kernel';
import { WEBHOOKS, webhookKey } from '../rules.ts';

/** One event on its way to one address. `id` is the same in every try, so that a receiver can tell a repetition. */
export interface WebhookBody {
  readonly id: string;
  readonly event: string;
  readonly at: Ms;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Posts an event to every webhook, in the same commit as what it tells of. */
export type Tell = (tx: Tx, event: string, about: string, data: WebhookBody['data']) => Promise<void>;

const FIRST_WAIT: Ms = 1_000;
const LONGEST_WAIT: Ms = 600_000;
const KEEP_TRYING: Ms = 86_400_000;
/** Events that may wait per address. A receiver that is away for longer misses the newest, never the hub its jobs. */
const BOUND = 10_000;

/** The mailbox of webhook calls: repeated with growing waits for a day, one at a time and in order. */
export function createWebhookBox(): Mailbox<WebhookBody> {
  return {
    name: WEBHOOKS,
    order: 'fifo',
    window: { items: 1, bytes: 100_000 },
    bound: BOUND,
    silence: 30_000,
    again: (tries) => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries - 1, 20)),
    rival: 'newest',
    changed: async () => {},
  };
}

export function createTell(box: Mailbox<WebhookBody>, addresses: readonly string[]): Tell {
  return async (tx, event, about, data) => {
    for (const index of addresses.keys()) {
      const id = `${event}/${about}/${tx.now}`;
      await tx.post(
        box,
        webhookKey(index),
        { id, event, at: tx.now, data },
        { ref: id, lost: 'redeliver', expires: tx.now + KEEP_TRYING },
      );
    }
  };
}

/** Says that a station came or went; nothing is kept of it but the event. `socketId` makes the event one of its kind. */
export function createStationOp(
  tell: Tell,
): Op<{ event: 'online' | 'offline'; clientId: string; socketId: string }, void> {
  return {
    name: 'bridge.station.tell',
    run: (tx, { event, clientId, socketId }) =>
      tell(tx, `station.${event}`, `${clientId}/${socketId}`, { clientId, socketId }),
  };
}
