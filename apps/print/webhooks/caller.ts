import type { Id, Item, Kernel, Lease, Ms } from '@posthouse/kernel';
import type { PrintStore } from '../store.ts';
import { webhookBox, webhookKey, webhooksRoom, type WebhookBody } from '../store/webhook-box.ts';
import type { Receiver } from '../store/webhooks.ts';
import { signature } from './sign.ts';

const ANSWER_WITHIN: Ms = 10_000;

/** Holds the mailboxes of all receivers and sends them their events; follows the receivers' rows. */
export class WebhookCaller {
  readonly #kernel: Kernel;
  readonly #fetch: Kernel['fetch'];
  readonly #store: PrintStore;
  readonly #leases = new Map<Id, Lease>();
  readonly #calls = new Set<AbortController>();
  readonly #stopListening: () => void;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  /** `inner`: whether receivers may be at loopback and private addresses, whatever their names resolve to. */
  constructor(kernel: Kernel, store: PrintStore, inner: boolean) {
    this.#kernel = kernel;
    this.#fetch = inner ? kernel.fetch : kernel.publicFetch;
    this.#store = store;
    this.#stopListening = kernel.store.onCommit(({ publications }) => {
      if (publications.some(({ room }) => room === webhooksRoom.name)) void this.look();
    });
  }

  /** Holds the mailboxes that the rows name. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#follow()).catch((error: unknown) => this.#warn(error));
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    for (const call of this.#calls) call.abort();
    await this.#looking;
    await Promise.all([...this.#leases.values()].map((lease) => lease.release()));
    this.#leases.clear();
  }

  async #follow(): Promise<void> {
    if (this.#stopped) return;
    const receivers = await this.#kernel.store.read(this.#store.webhooks.receivers, null);
    for (const [id, lease] of this.#leases) {
      if (receivers.some((receiver) => receiver.id === id)) continue;
      this.#leases.delete(id);
      await lease.release();
    }
    for (const receiver of receivers) {
      if (this.#leases.has(receiver.id)) continue;
      const lease = await this.#kernel.boxes.hold(webhookBox, webhookKey(receiver.id), {
        deliver: (item, under) => {
          this.#call(receiver, item, under).catch((error: unknown) => this.#warn(error));
        },
        alive: () => Promise.resolve(!this.#stopped),
      });
      if (lease !== 'conflict') this.#leases.set(receiver.id, lease);
    }
  }

  async #call(receiver: Receiver, item: Item<WebhookBody>, lease: Lease): Promise<void> {
    if (!(await lease.start(item.id))) return;
    const failed = await this.#send(receiver, item.body);
    if (failed !== null) this.#kernel.log.debug({ webhook: receiver.id, failed }, 'a webhook failed');
    await lease.report(
      item.id,
      failed === null
        ? { is: 'over', how: 'done' }
        : // This try is lost: the mailbox tries again.
          { is: 'over', how: 'unknown', report: { failed } },
    );
  }

  /** null: it was taken. A redirect is a failure: it could lead to an inner address. */
  async #send({ url, secret }: Receiver, message: WebhookBody): Promise<string | null> {
    const { clock } = this.#kernel;
    const fetch = this.#fetch;
    const call = new AbortController();
    this.#calls.add(call);
    const cancel = clock.after(ANSWER_WITHIN, () => call.abort());
    const body = JSON.stringify(message);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: call.signal,
        headers: {
          'content-type': 'application/json',
          'posthouse-signature': signature(secret, clock.now(), body),
        },
        body,
      });
      await answer.body?.cancel();
      return answer.ok ? null : `status ${answer.status}`;
    } catch (error) {
      return String(error);
    } finally {
      cancel();
      this.#calls.delete(call);
    }
  }

  #warn(error: unknown): void {
    this.#kernel.log.warn({ error: String(error) }, 'webhooks could not be served');
  }
}
