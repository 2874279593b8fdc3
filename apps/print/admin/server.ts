import { isRefusal, reply, type Kernel, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import type { PrintConfig } from '../config.ts';
import type { Live } from '../live.ts';
import { ANY, PAPERS, printerKey } from '../rules.ts';
import type { PrintStore } from '../store.ts';
import type { StoredPrinter } from '../store/printers.ts';
import { jobTable } from './jobs.ts';
import { confirmPage, html, page, say } from './page.ts';
import { adminRoute, refusalText, Said } from './route.ts';

const INDEX = '/admin/print/';
const NEWEST = 10;

const TestQuery = Type.Object({
  printer_id: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
});
const TestForm = Type.Object({ form: Type.Optional(Type.String()) });

/** The index of the old admin site, the state of the print server, and the test print. */
export function adminServerRoutes(store: PrintStore, live: Live, config: PrintConfig): readonly Route[] {
  const status = () => {
    const clients = live.door.clients.map((client) => client.peer.address);
    return {
      is_running: config.port !== 0,
      host: config.host,
      port: config.port,
      connected_clients: clients.length,
      client_addresses: clients,
    };
  };
  return [
    adminRoute<unknown, Said>({
      method: 'GET',
      path: INDEX,
      permission: 'print.job.read',
      summary: { zh: '旧后台：打印管理', en: 'Old admin site: printing' },
      schema: { query: Said },
      async handle(call) {
        const stats = await call.read(store.stats, null);
        const { items } = await call.read(store.jobs.list, { size: NEWEST });
        const server = status();
        return page(
          '打印管理',
          call.query.message,
          html`<p>
              打印机 ${stats.total_printers}　启用 ${stats.active_printers}　等待 ${stats.pending_jobs} 　失败
              ${stats.failed_jobs}　今日完成 ${stats.completed_today}
            </p>
            <p>
              打印服务：${server.is_running ? '运行中' : '未运行'}，${server.host}:${server.port}，
              已连接客户端 ${server.connected_clients}
            </p>
            <form class="at" method="post" action="/admin/print/test/print">
              <input type="hidden" name="form" value="1" /> <button>测试打印</button>
            </form>
            ${jobTable(items)}
            <script>
              setTimeout(() => fetch('/admin/print/server/status').then(() => location.reload()), 30000);
            </script>`,
        );
      },
    }),
    adminRoute({
      method: 'GET',
      path: '/admin/print/server/status',
      permission: 'print.printer.read',
      summary: { zh: '旧后台：打印服务状态', en: 'Old admin site: state of the print server' },
      schema: {},
      handle: async () => status(),
    }),
    adminRoute({
      method: 'GET',
      path: '/admin/print/server/restart',
      permission: 'print.printer.write',
      summary: { zh: '旧后台：重启前的确认页', en: 'Old admin site: asks before a restart' },
      schema: {},
      handle: async () => confirmPage('重启打印服务？', '/admin/print/server/restart'),
    }),
    adminRoute({
      method: 'POST',
      path: '/admin/print/server/restart',
      permission: 'print.printer.write',
      summary: {
        zh: '旧后台：打印服务与驿站同生，只给出说明',
        en: 'Old admin site: printing lives as long as the hub; only says so',
      },
      schema: {},
      handle: async () => say(INDEX, '打印服务随驿站运行，无需单独重启'),
    }),
    adminRoute<unknown, Type.Static<typeof TestQuery>>({
      method: 'GET',
      path: '/admin/print/test/print',
      permission: 'print.printer.run',
      summary: { zh: '旧后台：测试打印前的确认页', en: 'Old admin site: asks before a test print' },
      schema: { query: TestQuery },
      handle: async ({ query }) =>
        confirmPage(
          '测试打印？',
          `/admin/print/test/print${query.printer_id ? `?printer_id=${query.printer_id}` : ''}`,
        ),
    }),
    adminRoute<unknown, Type.Static<typeof TestQuery>, Type.Static<typeof TestForm> | null>({
      method: 'POST',
      path: '/admin/print/test/print',
      permission: 'print.printer.run',
      summary: {
        zh: '旧后台：测试打印（页面读 JSON，表单得到跳转）',
        en: 'Old admin site: test print (JSON for pages, a redirect for forms)',
      },
      schema: { query: TestQuery, body: TestForm },
      async handle(call) {
        const id = call.query.printer_id ?? null;
        const printers = await call.read(store.printers.list, null);
        const served = isServed(call.kernel, printers, id);
        const job = await call.write(store.printers.test, { id, served });
        const success = !isRefusal(job);
        const message = success ? '测试打印命令已发送' : refusalText(job.refuse);
        return call.body?.form ? say(INDEX, message) : reply({ body: { success, message } });
      },
    }),
  ];
}

/** Whether somebody would print the test now: the old page is told the truth at once. */
function isServed(kernel: Kernel, printers: readonly StoredPrinter[], id: number | null): boolean {
  const first = printers.find((printer) => printer.is_active && printer.auto_print_orders);
  const target = id ?? first?.id;
  return kernel.boxes.held(PAPERS, target === undefined ? ANY : printerKey(target));
}
