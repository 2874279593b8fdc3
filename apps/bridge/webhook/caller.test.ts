import type { Holder, Item, Kernel, Lease } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import type { BridgeStore } from '../store.ts';
import type { WebhookBody } from '../store/webhooks.ts';
import { startWebhooks } from './caller.ts';

it('logs the host of a webhook that cannot be served, and no key of its address', async () => {
  const holders: Holder<WebhookBody>[] = [];
  const logged = Promise.withResolvers<object>();
  const kernel = {
    boxes: { hold: async (_box: unknown, _key: string, holder: Holder<WebhookBody>) => holders.push(holder) },
    log: { warn: logged.resolve },
  } as unknown as Kernel;
  const webhooks = ['https://shop.example:8443/hook?access_token=hush'];
  await startWebhooks(kernel, {} as BridgeStore, { webhooks, webhookSecret: '' });
  const lease = { start: () => Promise.reject(new Error('the disk is full')) } as unknown as Lease;
  holders[0]!.deliver({ id: 1 } as unknown as Item<WebhookBody>, lease);
  expect(await logged.promise).toEqual({ host: 'shop.example:8443', error: 'Error: the disk is full' });
});
