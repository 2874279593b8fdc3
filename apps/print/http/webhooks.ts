import type { Id, Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { ById, NewWebhook, Webhook } from '../contract.ts';
import type { PrintStore } from '../store.ts';
import { made, route } from './route.ts';

/** Receivers of job, printer and queue events. */
export function webhookRoutes({ webhooks }: PrintStore): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/print/webhooks',
      permission: 'print.webhook.manage',
      summary: { zh: '事件回调地址', en: 'Webhooks' },
      schema: { response: { 200: Type.Object({ items: Type.Array(Webhook) }) } },
      handle: async (call) => ({ items: await call.read(webhooks.list, null) }),
    }),
    route<unknown, unknown, NewWebhook>({
      method: 'POST',
      path: '/api/print/webhooks',
      permission: 'print.webhook.manage',
      summary: {
        zh: '添加事件回调；以 secret 签名，失败后一天内重试',
        en: 'Add a webhook: signed by its secret, tried again for a day',
      },
      schema: { body: NewWebhook, response: { 201: Webhook } },
      handle: async (call) => made(await call.write(webhooks.create, call.body)),
    }),
    route<{ id: Id }>({
      method: 'DELETE',
      path: '/api/print/webhooks/:id',
      permission: 'print.webhook.manage',
      summary: { zh: '删除事件回调及其等待中的事件', en: 'Delete a webhook and what waits for it' },
      schema: { params: ById, response: { 200: Webhook } },
      handle: (call) => call.write(webhooks.remove, { id: call.params.id }),
    }),
  ];
}
