import type { Sample } from '@posthouse/protocol';

const timestamp = '2026-01-01T08:00:00.000000';

const said = (name: string, sample: object): Sample => ({
  endpoint: 'print',
  direction: 'in',
  name,
  sample: { type: name, timestamp, ...sample },
});

const told = (name: string, sample: object): Sample => ({ ...said(name, sample), direction: 'out' });

/** The old print clients' messages: one JSON object a frame. */
export const printSamples: readonly Sample[] = [
  said('printer_info', {
    printer: {
      name: '前台打印机',
      model: 'POS-80',
      paper_width: 80,
      capabilities: ['text', 'qr_code'],
      status: 'ready',
      ip_address: null,
    },
  }),
  said('print_status', { job_id: 123, status: 'completed', message: '打印成功' }),
  said('ping', {}),
  said('pong', {}),
  said('status_response', {
    printer_status: {
      status: 'ready',
      paper_level: 'full',
      ink_level: 'n/a',
      temperature: 'normal',
      last_print: '2026-01-01T07:59:58',
    },
  }),
  told('welcome', {
    message: '欢迎连接到发财小狗饮品店打印服务',
    server_info: {
      name: '发财小狗饮品店打印服务器',
      version: '1.0.0',
      capabilities: ['order_print', 'receipt_print', 'status_update'],
    },
  }),
  told('printer_info_ack', { message: '打印机信息已收到' }),
  told('ping', {}),
  told('pong', {}),
  told('new_order', {
    order: {
      job_id: 123,
      order_id: 456,
      type: 'order_receipt',
      content: '订单号: #456\n珍珠奶茶\n  1 x ¥25.00 = ¥25.00\n总计: ¥25.00\n',
      copies: 1,
      priority: 1,
      timestamp,
      target_printer: { id: 1, name: '前台打印机', ip_address: null },
      order_info: {
        id: 456,
        status: 'confirmed',
        total_amount: 25,
        created_at: '2026-01-01T00:00:00.000',
        customer_phone: null,
      },
      printer_config: { paper_width: 80, printer_type: 'thermal' },
      epoch: 'k3x9',
      copy: 1,
      attempt: 1,
    },
  }),
];
