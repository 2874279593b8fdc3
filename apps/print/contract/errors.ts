import { defineErrors } from '@posthouse/protocol';

/** Every "no" of the print app. */
export const printErrors = defineErrors({
  PRINT_ORDER_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个订单', en: 'There is no such order' },
    remedy: {
      zh: '检查编号；全部订单见 GET /api/print/orders',
      en: 'Check its id; GET /api/print/orders lists all',
    },
  },
  PRINT_ORDER_NOT_CONFIRMABLE: {
    status: 409,
    text: { zh: '订单状态不允许确认', en: 'The order cannot be confirmed in its present state' },
    remedy: { zh: '只有待确认或已支付的订单可以确认', en: 'Only pending or paid orders can be confirmed' },
  },
  PRINT_ORDER_NOT_CHANGEABLE: {
    status: 409,
    text: { zh: '订单当前状态不允许此操作', en: 'The order cannot become this from its present state' },
    remedy: { zh: '刷新订单，查看它的当前状态', en: 'Look at the order again for its present state' },
  },
  PRINT_PRICE_INVALID: {
    status: 422,
    text: { zh: '单价最多两位小数', en: 'A price has at most two decimals' },
    remedy: { zh: '以元为单位，例如 12.50', en: 'Give it in yuan, for example 12.50' },
  },
  PRINT_ORDER_TOO_LARGE: {
    status: 422,
    text: { zh: '订单金额过大', en: 'The total of the order is too large' },
    remedy: { zh: '检查单价与数量，或分成几个订单', en: 'Check prices and quantities, or split the order' },
  },
  PRINT_JOB_TOO_LONG: {
    status: 422,
    text: { zh: '内容太多，一张小票放不下', en: 'This is too much for one paper' },
    remedy: { zh: '按 detail 中的上限分成几次打印', en: 'Split it by the limits in detail' },
  },
  PRINT_RENDER_BUSY: {
    status: 503,
    text: { zh: '正在排版的小票太多', en: 'Too many papers are being set' },
    remedy: { zh: '稍后再试', en: 'Try again in a moment' },
  },
  PRINT_PICTURE_NO_FONT: {
    status: 503,
    text: {
      zh: '这台机器没有中文字体，画不出 PNG',
      en: 'This machine has no Chinese font to draw a PNG with',
    },
    remedy: {
      zh: '安装后重启驿站：apt install fonts-noto-cjk；或改用 .svg',
      en: 'Install one and restart the hub: apt install fonts-noto-cjk. Or take the .svg',
    },
  },
  PRINT_PICTURE_NO_CANVAS: {
    status: 503,
    text: { zh: '这个平台缺少画 PNG 的组件', en: 'What draws a PNG is missing on this platform' },
    remedy: {
      zh: '重新执行 npm install（@napi-rs/canvas 按平台安装）；或改用 .svg',
      en: 'Run npm install again (@napi-rs/canvas comes for each platform), or take the .svg',
    },
  },
  PRINT_JOB_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个打印任务', en: 'There is no such print job' },
    remedy: {
      zh: '检查编号；较早的任务到期会删除（docs/RETENTION.md）',
      en: 'Check its id; old jobs are deleted in time (docs/RETENTION.md)',
    },
  },
  PRINT_JOB_EMPTY: {
    status: 422,
    text: { zh: '没有要打印的内容', en: 'There is nothing to print' },
    remedy: { zh: 'text、markup、image 三者给出一个', en: 'Give exactly one of text, markup and image' },
  },
  PRINT_JOB_UNPRINTABLE: {
    status: 422,
    text: {
      zh: '内容无法打印：图片损坏或过大，或排版耗时过长',
      en: 'This cannot be printed: a picture is broken or too large, or it takes too long to set',
    },
    remedy: {
      zh: '使用宽不超过 832、高不超过 2400 点的 PNG',
      en: 'Use a PNG of at most 832 by 2,400 dots',
    },
  },
  PRINT_JOB_NEEDS_BYTES: {
    status: 422,
    text: { zh: '旧打印客户端只能打印文字', en: 'Old print clients print text only' },
    remedy: {
      zh: '把 printer_id 设为直连或代理打印机',
      en: 'Set printer_id to a printer that is driven directly or by an agent',
    },
  },
  PRINT_JOB_NOT_RETRYABLE: {
    status: 409,
    text: { zh: '该任务无法重试', en: 'This job cannot be retried' },
    remedy: {
      zh: '只有失败或过期的任务可以重试；其余可以补打',
      en: 'Only failed or expired jobs can be retried; others can be reprinted',
    },
  },
  PRINT_JOB_UNCERTAIN: {
    status: 409,
    text: {
      zh: '不知道这张小票是否已打出，不会自动重打',
      en: 'Nobody knows whether this printed, so it is not printed again by itself',
    },
    remedy: {
      zh: '看一眼打印机，再用 resolve 说明是否已打出',
      en: 'Look at the printer, then say by resolve whether it printed',
    },
  },
  PRINT_JOB_NOT_UNCERTAIN: {
    status: 409,
    text: { zh: '这个任务没有待判定的小票', en: 'No paper of this job awaits a decision' },
    remedy: { zh: '刷新任务即可看到结果', en: 'Look at the job again: its outcome is known' },
  },
  PRINT_JOB_NOT_ENDED: {
    status: 409,
    text: { zh: '任务还没有结束，不能补打', en: 'The job has not ended and cannot be reprinted' },
    remedy: { zh: '等它结束，或先取消它', en: 'Wait for its end, or cancel it first' },
  },
  PRINT_JOB_NOT_CANCELLABLE: {
    status: 409,
    text: { zh: '该任务无法取消', en: 'This job cannot be cancelled' },
    remedy: {
      zh: '只有还没有开始打印的小票可以收回',
      en: 'Only papers that nobody has begun can be taken back',
    },
  },
  PRINT_PRINTER_UNKNOWN: {
    status: 404,
    text: { zh: '没有这台打印机', en: 'There is no such printer' },
    remedy: { zh: '全部打印机见 GET /api/print/printers', en: 'GET /api/print/printers lists all' },
  },
  PRINT_PRINTER_DISABLED: {
    status: 409,
    text: { zh: '所选打印机已停用', en: 'The chosen printer is disabled' },
    remedy: { zh: '先启用它，或选择另一台', en: 'Enable it first, or choose another one' },
  },
  PRINT_DEMO_BUSY: {
    status: 409,
    text: {
      zh: '演示打印机上还有小票没有结束，暂时不能清除演示数据',
      en: 'A receipt of the demo, or on its printer, is not finished; nothing was taken away',
    },
    remedy: {
      zh: '等小票打完，或取消 detail 中的任务后重试',
      en: 'Let it finish, or cancel the job in detail, and try again',
    },
  },
  PRINT_PRINTER_BUSY: {
    status: 409,
    text: {
      zh: '打印机还有未结束的小票，不能删除',
      en: 'The printer has unfinished papers and cannot be deleted',
    },
    remedy: {
      zh: '先停用它，等任务结束或取消后再删除',
      en: 'Disable it, then delete it once its jobs have ended or are cancelled',
    },
  },
  PRINT_PRINTER_UNSERVED: {
    status: 409,
    text: { zh: '没有连接的打印客户端', en: 'No print client is connected' },
    remedy: { zh: '启动打印客户端后再试', en: 'Start the print client and try again' },
  },
  PRINT_PRINTER_NAME_TAKEN: {
    status: 409,
    text: { zh: '已有同名打印机', en: 'Another printer has this name' },
    remedy: {
      zh: '打印客户端按名称认领打印机，请换一个名称',
      en: 'Print clients find their printer by its name: choose another',
    },
  },
  PRINT_PRINTER_NEEDS_ADDRESS: {
    status: 422,
    text: { zh: '直连打印机需要 IP 地址', en: 'A direct printer needs an IP address' },
    remedy: {
      zh: '填写 ip_address，或把 driver 设为 client',
      en: 'Give ip_address, or set driver to client',
    },
  },
  PRINT_TEMPLATE_INVALID: {
    status: 422,
    text: { zh: '小票模板有误', en: 'The receipt template has faults' },
    remedy: { zh: '按 detail 中的行号与说明修改', en: 'Mend it by the lines and words in detail' },
  },
  PRINT_WEBHOOK_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个事件回调', en: 'There is no such webhook' },
    remedy: { zh: '全部回调见 GET /api/print/webhooks', en: 'GET /api/print/webhooks lists all' },
  },
  PRINT_WEBHOOK_LIMIT: {
    status: 409,
    text: { zh: '事件回调太多', en: 'There are too many webhooks' },
    remedy: { zh: '先删除一个', en: 'Delete one first' },
  },
  PRINT_WEBHOOK_URL: {
    status: 422,
    text: {
      zh: '回调地址必须是公网的 http(s) 地址，不含用户名',
      en: 'A webhook needs a public http(s) URL without credentials',
    },
    remedy: {
      zh: '内网接收方请设置 POSTHOUSE_PRINT_WEBHOOK_PRIVATE=true',
      en: 'For receivers in your own network set POSTHOUSE_PRINT_WEBHOOK_PRIVATE=true',
    },
  },
  PRINT_FALLBACK_INVALID: {
    status: 422,
    text: {
      zh: '备用打印机不存在，或就是它自己',
      en: 'The fallback printer is unknown, or the printer itself',
    },
    remedy: { zh: '选择另一台已有的打印机', en: 'Choose another printer that is there' },
  },
  PRINT_CLIENT_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个打印客户端', en: 'There is no such print client' },
    remedy: { zh: '名称见 /api/print/status', en: 'Names are in /api/print/status' },
  },
  PRINT_PRINTER_NOT_CLIENT: {
    status: 409,
    text: { zh: '这台打印机不由打印客户端打印', en: 'This printer is not served by a print client' },
    remedy: { zh: '先把 driver 设为 client', en: 'Set its driver to client first' },
  },
  PRINT_PAPER_UNKNOWN: {
    status: 404,
    text: { zh: '虚拟打印机上没有这张小票', en: 'The virtual printer has no such paper' },
    remedy: {
      zh: '它只保留最近的小票，并且重启后清空',
      en: 'It keeps the newest papers only, and none over a restart',
    },
  },
  PRINT_NO_VIRTUAL: {
    status: 404,
    text: { zh: '没有虚拟打印机', en: 'There is no virtual printer' },
    remedy: {
      zh: '它由 POSTHOUSE_PRINT_VIRTUAL 开启；删除之后不再出现',
      en: 'POSTHOUSE_PRINT_VIRTUAL turns it on; where it was deleted, it stays away',
    },
  },
  PRINT_PAPER_UNCERTAIN: {
    status: 409,
    text: {
      zh: '这张小票可能没打出来——请看一眼打印机',
      en: "We can't tell whether this receipt printed. Please look at the printer",
    },
    remedy: { zh: '看过之后用 resolve 说明是否已打出', en: 'Then say by resolve whether it printed' },
  },
  PRINT_PAPER_RESTORED: {
    status: 409,
    text: {
      zh: '数据从备份恢复：这张小票可能已经打出来——请看一眼打印机',
      en: 'The data come from a backup: this receipt may have been printed since. Please look at the printer',
    },
    remedy: { zh: '看过之后用 resolve 说明是否已打出', en: 'Then say by resolve whether it printed' },
  },
  PRINT_PAPER_UNCONFIRMED: {
    status: 409,
    text: {
      zh: '已发送，但该客户端或打印机从不回报结果',
      en: 'Sent, but this client or printer never reports a result',
    },
    remedy: {
      zh: '看一眼打印机；直连或代理打印机会回报结果',
      en: 'Look at the printer; one that is driven directly or by an agent reports',
    },
  },
  PRINT_PAPER_REFUSED: {
    status: 502,
    text: { zh: '打印失败', en: 'The printer reported a failure' },
    remedy: { zh: '检查纸张与机盖，会自动重试', en: 'Check paper and cover; it is tried again by itself' },
  },
  PRINT_PRINTER_UNREACHABLE: {
    status: 502,
    text: { zh: '打印机连接不上，什么也没有发送', en: 'The printer cannot be reached; nothing was sent' },
    remedy: { zh: '检查电源、网络与地址', en: 'Check its power, network and address' },
  },
  PRINT_PAPER_EXPIRED: {
    status: 409,
    text: { zh: '等待打印机超时，没有打印', en: 'It waited too long for its printer and was not printed' },
    remedy: {
      zh: '检查打印机或打印客户端是否在线',
      en: 'Check that the printer or its print client is connected',
    },
  },
  PRINT_CLIENT_FORBIDDEN: {
    status: 403,
    text: { zh: '此连接无权接收小票', en: 'This connection may not receive papers' },
    remedy: {
      zh: '把客户端所在网段写入 POSTHOUSE_PRINT_OPEN，或使用令牌连接',
      en: "Add the client's network to POSTHOUSE_PRINT_OPEN, or connect with a token",
    },
  },
});
