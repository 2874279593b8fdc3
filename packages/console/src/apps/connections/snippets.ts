/** What of `GET /api/system/endpoints` says where to connect. */
export interface Way {
  readonly name: string;
  readonly port: number;
  readonly path: string | null;
}

export const KINDS = ['sdk', 'socketio', 'printClient'] as const;
export type SnippetKind = (typeof KINDS)[number];

export interface SnippetPlace {
  /** Name or address under which the reader came to the hub. */
  readonly hostname: string;
  /** With the port. */
  readonly host: string;
  readonly secure: boolean;
  /** Whether the hub asks for a token. */
  readonly guarded: boolean;
}

/** A first client of each kind, as code that works when it is pasted; a kind whose door is closed is left out. */
export function snippetsOf(
  ways: readonly Way[],
  { hostname, host, secure, guarded }: SnippetPlace,
): readonly { readonly kind: SnippetKind; readonly code: string }[] {
  const port = (name: string) => ways.find((way) => way.name === name)?.port;
  const ws = secure ? 'wss' : 'ws';
  const token = guarded ? `, token: 'YOUR_TOKEN'` : '';
  const [bridge, print] = [port('bridge'), port('print')];
  return [
    {
      kind: 'sdk',
      code: [
        `import { connect } from '@posthouse/client';`,
        ``,
        `const hub = connect({ url: '${ws}://${host}/ws'${token} });`,
        `const room = { name: 'shared', key: 'shared/demo' };`,
        `hub.subscribe(room, { message: (data) => console.log(data) });`,
        `hub.publish(room, { text: 'hello' });`,
      ].join('\n'),
    },
    ...(bridge === undefined
      ? []
      : [
          {
            kind: 'socketio' as const,
            code: [
              `import { io } from 'socket.io-client';`,
              ``,
              `const socket = io('${secure ? 'https' : 'http'}://${hostname}:${bridge}'${guarded ? `, { auth: { token: 'YOUR_TOKEN' } }` : ''});`,
              `socket.emit('register', '123');`,
              `socket.on('print', ({ printData }) => console.log(printData));`,
            ].join('\n'),
          },
        ]),
    ...(print === undefined
      ? []
      : [
          {
            kind: 'printClient' as const,
            code: [
              `const socket = new WebSocket('${ws}://${hostname}:${print}/');`,
              `const say = (message) =>`,
              `  socket.send(JSON.stringify({ timestamp: new Date().toISOString(), ...message }));`,
              `socket.onopen = () => say({ type: 'printer_info', printer: { name: 'My printer', paper_width: 80 } });`,
              `socket.onmessage = ({ data }) => {`,
              `  const { type, order } = JSON.parse(data);`,
              `  if (type === 'ping') say({ type: 'pong' });`,
              `  if (type === 'new_order') console.log(order.content);`,
              `  if (type === 'new_order') say({ type: 'print_status', job_id: order.job_id, status: 'completed' });`,
              `};`,
            ].join('\n'),
          },
        ]),
  ];
}
