/** What may be allowed to somebody; owner, admin and local have all. */
export const printPermissions = [
  permission('print.order.create', '新建订单', 'Create orders', ['operator', 'shop']),
  permission('print.order.confirm', '确认订单', 'Confirm orders', ['operator', 'shop']),
  permission(
    'print.order.change',
    '拒绝、取消、退款、完成订单',
    'Reject, cancel, refund and complete orders',
    ['operator', 'shop'],
  ),
  permission('print.order.read', '查看订单', 'See orders', ['operator', 'shop', 'viewer']),
  permission('print.order.phone', '查看顾客电话', "See customers' phone numbers", ['operator', 'shop']),
  permission('print.job.read', '查看打印任务', 'See print jobs', ['operator', 'shop', 'viewer']),
  permission('print.job.create', '打印任意内容', 'Print anything', ['operator']),
  permission('print.job.retry', '重试、补打、判定打印任务', 'Retry, reprint and resolve print jobs', [
    'operator',
    'shop',
  ]),
  permission('print.job.cancel', '取消打印任务', 'Cancel print jobs', ['operator']),
  permission('print.printer.read', '查看打印机', 'See printers', ['operator', 'shop', 'viewer']),
  permission('print.printer.write', '管理打印机', 'Manage printers', ['operator']),
  permission('print.printer.run', '测试、暂停、清空打印机', 'Test, pause and empty printers', [
    'operator',
    'shop',
  ]),
  permission('print.webhook.manage', '管理事件回调', 'Manage webhooks', []),
  permission('print.paper.hold', '接收并打印小票', 'Receive and print papers', ['print-client']),
  // The native protocol asks for the mailbox's own name.
  permission('papers.hold', '打印代理：领取打印机的小票', 'Print agents: hold a printer’s papers', ['agent']),
] as const;

function permission(name: string, zh: string, en: string, roles: readonly string[]) {
  return { name, text: { zh, en }, roles };
}
