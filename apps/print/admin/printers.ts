import { isRefusal, type Id, type Reply, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { Check } from 'typebox/value';
import { ById, ChangePrinter, type Printer } from '../contract.ts';
import { withConnection } from '../live.ts';
import type { PrintStore } from '../store.ts';
import { confirmPage, html, page, say } from './page.ts';
import { adminRoute, refusalText, Said } from './route.ts';

const PRINTERS = '/admin/print/printers';
const Text = Type.Optional(Type.String({ maxLength: 1_000 }));
const Form = Type.Object({
  name: Text,
  ip_address: Text,
  port: Text,
  printer_type: Text,
  paper_width: Text,
  auto_print_orders: Text,
  print_copies: Text,
  description: Text,
});
type Form = Type.Static<typeof Form>;

/** Printers in the old admin site: cards, a form to add and edit, and the switch. */
export function adminPrinterRoutes({ printers }: PrintStore): readonly Route[] {
  return [
    adminRoute<unknown, Said>({
      method: 'GET',
      path: PRINTERS,
      permission: 'print.printer.read',
      summary: { zh: '旧后台：打印机', en: 'Old admin site: printers' },
      schema: { query: Said },
      async handle(call) {
        const rows = await call.read(printers.list, null);
        const cards = rows.map((row) => withConnection(row, call.kernel)).map(card);
        return page(
          '打印机',
          call.query.message,
          html`<p><a href="${PRINTERS}/add">添加打印机</a></p>
            ${cards}`,
        );
      },
    }),
    adminRoute({
      method: 'GET',
      path: `${PRINTERS}/add`,
      permission: 'print.printer.write',
      summary: { zh: '旧后台：添加打印机的表单', en: 'Old admin site: the form to add a printer' },
      schema: {},
      handle: async () => formPage('添加打印机', { auto_print_orders: 'on' }),
    }),
    adminRoute<unknown, unknown, Form>({
      method: 'POST',
      path: `${PRINTERS}/add`,
      permission: 'print.printer.write',
      summary: { zh: '旧后台：添加打印机', en: 'Old admin site: add a printer' },
      schema: { body: Form },
      async handle(call) {
        const again = (why: string) => formPage('添加打印机', call.body, why);
        const given = readForm(call.body);
        if (typeof given === 'string') return again(given);
        const row = await call.write(printers.create, given);
        if (isRefusal(row)) return again(refusalText(row.refuse));
        return say(PRINTERS, `打印机 "${row.name}" 添加成功`);
      },
    }),
    adminRoute<{ id: Id }>({
      method: 'GET',
      path: `${PRINTERS}/:id/edit`,
      permission: 'print.printer.write',
      summary: { zh: '旧后台：修改打印机的表单', en: 'Old admin site: the form to edit a printer' },
      schema: { params: ById },
      async handle(call) {
        const row = await call.read(printers.get, { id: call.params.id });
        return isRefusal(row) ? row : formPage('修改打印机', formOf(row));
      },
    }),
    adminRoute<{ id: Id }, unknown, Form>({
      method: 'POST',
      path: `${PRINTERS}/:id/edit`,
      permission: 'print.printer.write',
      summary: { zh: '旧后台：修改打印机', en: 'Old admin site: edit a printer' },
      schema: { params: ById, body: Form },
      async handle(call) {
        const again = (why: string) => formPage('修改打印机', call.body, why);
        const to = readForm(call.body);
        if (typeof to === 'string') return again(to);
        const row = await call.write(printers.change, { id: call.params.id, to });
        if (!isRefusal(row)) return say(PRINTERS, `打印机 "${row.name}" 更新成功`);
        return row.refuse === 'PRINT_PRINTER_UNKNOWN' ? row : again(refusalText(row.refuse));
      },
    }),
    adminRoute<{ id: Id }>({
      method: 'GET',
      path: `${PRINTERS}/:id/toggle`,
      permission: 'print.printer.write',
      summary: { zh: '旧后台：启停打印机前的确认页', en: 'Old admin site: asks before the switch' },
      schema: { params: ById },
      async handle(call) {
        const row = await call.read(printers.get, { id: call.params.id });
        if (isRefusal(row)) return row;
        return confirmPage(
          `${row.is_active ? '禁用' : '启用'}打印机 "${row.name}"？`,
          `${PRINTERS}/${row.id}/toggle`,
        );
      },
    }),
    adminRoute<{ id: Id }>({
      method: 'POST',
      path: `${PRINTERS}/:id/toggle`,
      permission: 'print.printer.write',
      summary: { zh: '旧后台：启停打印机', en: 'Old admin site: switch a printer on or off' },
      schema: { params: ById },
      async handle(call) {
        const row = await call.write(printers.toggle, { id: call.params.id });
        if (isRefusal(row)) return row;
        return say(PRINTERS, `打印机 "${row.name}" 已${row.is_active ? '启用' : '禁用'}`);
      },
    }),
  ];
}

/** The old form as a printer, or what is wrong with it in the words of the page. An empty field is not given. */
function readForm(form: Form): (ChangePrinter & { name: string }) | string {
  const name = form.name?.trim() ?? '';
  if (name === '') return '请输入打印机名称';
  const given = {
    name,
    ...(form.ip_address !== undefined && { ip_address: form.ip_address.trim() || null }),
    ...(form.printer_type && { printer_type: form.printer_type }),
    ...numbers(form, ['port', 'paper_width', 'print_copies']),
    auto_print_orders: form.auto_print_orders === 'on',
    ...(form.description !== undefined && { description: form.description || null }),
  };
  if (Check(ChangePrinter, given)) return { ...given, name };
  return '打印机信息有误：请检查地址、端口（1–65535）、纸宽（30–300）与份数（1–10）';
}

function numbers(form: Form, fields: readonly ('port' | 'paper_width' | 'print_copies')[]): object {
  return Object.fromEntries(fields.flatMap((field) => (form[field] ? [[field, Number(form[field])]] : [])));
}

function formOf(printer: Omit<Printer, 'connected'>): Form {
  return {
    name: printer.name,
    ip_address: printer.ip_address ?? '',
    port: String(printer.port),
    printer_type: printer.printer_type,
    paper_width: String(printer.paper_width),
    ...(printer.auto_print_orders && { auto_print_orders: 'on' }),
    print_copies: String(printer.print_copies),
    description: printer.description ?? '',
  };
}

function formPage(title: string, form: Form, said?: string): Reply {
  const field = (label: string, name: keyof Form, fallback = '') =>
    html`<label>${label} <input name="${name}" value="${form[name] ?? fallback}" /></label>`;
  return page(
    title,
    said,
    html`<form method="post">
      ${field('名称', 'name')}${field('IP 地址', 'ip_address')}${field('端口', 'port', '9100')}
      ${field('类型', 'printer_type', 'thermal')}${field('纸宽', 'paper_width', '80')}${field('份数', 'print_copies', '1')}
      <label
        ><input
          type="checkbox"
          name="auto_print_orders"
          ${form.auto_print_orders === 'on' ? 'checked' : ''}
        />
        自动打印订单</label
      >${field('说明', 'description')}<button>保存</button>
    </form>`,
  );
}

function card(printer: Printer) {
  const deed = (path: string, text: string) =>
    html`<form class="at" method="post" action="${path}"><button>${text}</button></form> `;
  return html`<section>
    <h2>${printer.name}</h2>
    <p>
      ${printer.ip_address ?? '由打印客户端打印'}　${printer.paper_width} mm
      　${printer.is_active ? '启用' : '禁用'}　${printer.connected ? '已连接' : '未连接'}
    </p>
    <a href="${PRINTERS}/${printer.id}/edit">修改</a>
    ${deed(`${PRINTERS}/${printer.id}/toggle`, printer.is_active ? '禁用' : '启用')}
    ${deed(`/admin/print/test/print?printer_id=${printer.id}`, '测试打印')}
  </section>`;
}
