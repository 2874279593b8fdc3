import { createHmac } from 'node:crypto';
import type { Holder, Item, Kernel, Lease, Ms } from '@posthouse/kernel';
import { webhookKey } from '../rules.ts';
import type { BridgeStore } from '../store.ts';
import type { WebhookBody } from '../store/webhooks.ts';

const ANSWER_WITHIN: Ms = 10_000;

/** Calls one webhook address, one event after the other. Anything but a 2xx in time is tried again later. */
class Caller implements Holder<WebhookBody> {
  readonly #address: string;
  readonly #secret: string;
  readonly #kernel: Kernel;
  readonly #ending = new AbortController();

  constructor(address: string, secret: string, kernel: Kernel) {
    this.#address = address;
    this.#secret = secret;
    this.#kernel = kernel;
  }

  deliver(item: Item<WebhookBody>, lease: Lease): void {
    this.#call(item, lease).catch((error: unknown) => {
      this.#kernel.log.warn(
        // Of the address the host alone: its query may hold a key.
        { host: URL.parse(this.#address)?.host, error: String(error) },
        'a webhook could not be served',
      );
    });
  }

  alive(): Promise<boolean> {
    return Promise.resolve(true);
  }

  stop(): void {
    this.#ending.abort();
  }

  async #call(item: Item<WebhookBody>, lease: Lease): Promise<void> {
    if (this.#ending.signal.aborted || !(await lease.start(item.id))) return;
    const reason = await this.#post(item);
    await lease.report(
      item.id,
      reason === null ? { is: 'over', how: 'done' } : { is: 'over', how: 'unknown', report: { reason } },
    );
  }

  /** null: the receiver has it. */
  async #post({ body }: Item<WebhookBody>): Promise<string | null> {
    const text = JSON.stringify({ ...body, at: new Date(body.at).toISOString() });
    const late = new AbortController();
    const cancel = this.#kernel.clock.after(ANSWER_WITHIN, () => late.abort());
    try {
      const { ok, status } = await this.#kernel.fetch(this.#address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'posthouse-event': body.event,
          // A station's id is part of it, and header values are ASCII.
          'posthouse-id': encodeURI(body.id),
          ...(this.#secret !== '' && { 'posthouse-signature': signature(this.#secret, text) }),
        },
        body: text,
        redirect: 'error',
        signal: AbortSignal.any([late.signal, this.#ending.signal]),
      });
      return ok ? null : `HTTP ${status}`;
    } catch (error) {
      return String(error).slice(0, 200);
    } finally {
      cancel();
    }
  }
}

/** `sha256=<hex>` over the body as it is sent. */
export function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Begins calling every webhook; the returned function ends it. */
export async function startWebhooks(
  kernel: Kernel,
  { webhookBox }: BridgeStore,
  { webhooks, webhookSecret }: { readonly webhooks: readonly string[]; readonly webhookSecret: string },
): Promise<() => Promise<void>> {
  const callers = webhooks.map((address) => new Caller(address, webhookSecret, kernel));
  const leases = await Promise.all(
    callers.map((caller, index) => kernel.boxes.hold(webhookBox, webhookKey(index), caller)),
  );
  return async () => {
    for (const caller of callers) caller.stop();
    for (const lease of leases) if (lease !== 'conflict') await lease.release();
  };
}
