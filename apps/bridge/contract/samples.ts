import type { Sample } from '@posthouse/protocol';

const job = 'k3x9.7';

const event =
  (direction: Sample['direction']) =>
  (name: string, ...args: readonly unknown[]): Sample[] =>
    ['bridge', 'bridge-main'].map((endpoint) => ({
      endpoint,
      direction,
      name,
      sample: { event: name, args },
    }));
const said = event('in');
const told = event('out');

const text = (direction: Sample['direction'], name: string, sample: string): Sample => ({
  endpoint: 'bridge-ws',
  direction,
  name,
  sample,
});

/** The stations' Socket.IO events, on the old port and on the main one, and the plain texts of the oldest variant. */
export const bridgeSamples: readonly Sample[] = [
  ...said('register', '123'),
  ...said('message', { msg: 'hello 你好', clientId: '123' }),
  ...said('received', { job }),
  ...said('printed', { job }),
  ...said('failed', { job, message: '打印机缺纸' }),
  ...told('print', { printData: '你好，打印站' }, { job }),
  ...told('message', 'hello 你好'),
  ...told('refused', { code: 'KERNEL_TOO_FAST' }),
  text('in', 'text', '客户端发来信息:客户端连接到了服务端'),
  text('out', 'greeting', '已连接到服务端的websocket'),
  text('out', 'tick', '[websocket]数据推送第1次'),
  text('out', 'params', '收到参数：{"name":"hello"}'),
];
