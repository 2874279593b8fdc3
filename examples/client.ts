/**
 * A print client of the old dialect in 40 lines, with the WebSocket that Node has: it announces a name, prints to the
 * terminal and reports. `npx node examples/client.ts [ws://127.0.0.1:8765] [name]`
 */
const [url = 'ws://127.0.0.1:8765', name = '示例打印机'] = process.argv.slice(2);
const RECONNECT = 5_000;

interface Message {
  readonly type: string;
  readonly message?: string;
  readonly order?: { readonly job_id: number; readonly content: string };
}

function connect(): void {
  const socket = new WebSocket(url);
  const say = (type: string, fields: object = {}) =>
    socket.send(JSON.stringify({ type, timestamp: new Date().toISOString(), ...fields }));

  socket.addEventListener('open', () => {
    say('printer_info', { printer: { name, model: 'terminal', status: 'ready', capabilities: ['text'] } });
  });
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    switch (message.type) {
      case 'ping':
        return say('pong');
      case 'new_order': {
        if (!message.order) return;
        const { job_id, content } = message.order;
        console.log(content);
        return say('print_status', { job_id, status: 'completed', message: '打印成功' });
      }
      default:
        console.log(`· ${message.type} ${message.message ?? ''}`);
    }
  });
  socket.addEventListener('close', ({ code }) => {
    console.log(`· closed (${code}), back in ${RECONNECT / 1_000} s`);
    setTimeout(connect, RECONNECT);
  });
}

connect();
