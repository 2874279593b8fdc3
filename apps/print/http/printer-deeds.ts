import { isRefusal, type Id, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { AdoptClient, ById, Job, Printer } from '../contract.ts';
import { withConnection } from '../live.ts';
import type { PrintStore } from '../store.ts';
import { made, route } from './route.ts';

/** What people do to a printer besides setting it up. */
export function printerDeedRoutes({ printers }: PrintStore): readonly Route[] {
  return [
    route<{ id: Id }>({
      method: 'POST',
      path: '/api/print/printers/:id/test',
      permission: 'print.printer.run',
      summary: {
        zh: '测试打印：一个任务，结果看任务状态',
        en: 'Print a test: a job, whose state says how it went',
      },
      schema: { params: ById, response: { 201: Job } },
      handle: async (call) => made(await call.write(printers.test, { id: call.params.id })),
    }),
    ...(['pause', 'resume'] as const).map((deed) =>
      route<{ id: Id }>({
        method: 'POST',
        path: `/api/print/printers/:id/${deed}`,
        permission: 'print.printer.run',
        summary:
          deed === 'pause'
            ? { zh: '暂停：还没有开始的小票先等着', en: 'Pause: papers that nobody has begun wait' }
            : { zh: '继续打印', en: 'Go on printing' },
        schema: { params: ById, response: { 200: Printer } },
        async handle(call) {
          const row = await call.write(printers[deed], { id: call.params.id });
          return isRefusal(row) ? row : withConnection(row, call.kernel);
        },
      }),
    ),
    route<{ id: Id }>({
      method: 'POST',
      path: '/api/print/printers/:id/cancel-all',
      permission: 'print.job.cancel',
      summary: {
        zh: '收回这台打印机所有还没有开始的小票',
        en: 'Take back all its papers that nobody has begun',
      },
      schema: { params: ById, response: { 200: Type.Object({ cancelled: Type.Integer() }) } },
      handle: (call) => call.write(printers.cancelAll, { id: call.params.id }),
    }),
    route<{ id: Id }, unknown, AdoptClient>({
      method: 'POST',
      path: '/api/print/printers/:id/adopt',
      permission: 'print.printer.write',
      summary: {
        zh: '认领：让这个名称的客户端为这台打印机打印',
        en: 'Adopt: the client of this name serves this printer',
      },
      schema: { params: ById, body: AdoptClient, response: { 200: Printer } },
      async handle(call) {
        const row = await call.write(printers.adopt, { id: call.params.id, client: call.body.client });
        return isRefusal(row) ? row : withConnection(row, call.kernel);
      },
    }),
  ];
}
