import {
  isRefusal,
  type App,
  type Codec,
  type Endpoint,
  type Inbound,
  type LogRoom,
  type Op,
  type Refusal,
  type RoomEvent,
  type Route,
} from '@posthouse/kernel';

/** Where Socket.IO peers come in; its pings are quick, so that half-open ones are found within a short run. */
export const SOAK_IO_PATH = '/soak.io/';

/** Survives a kill: every message reaches every subscriber once. */
export const soakLog: LogRoom = {
  name: 'soak/log',
  kind: 'log',
  keep: { count: 100_000, age: 3_600_000, durable: true },
  sequence: 'key',
  may: () => true,
};

/** Gone with the process; peers may publish. */
export const soakLive: LogRoom = {
  name: 'soak/live',
  kind: 'log',
  keep: { count: 1_000, age: 600_000, durable: false },
  sequence: 'key',
  may: () => true,
};

const append: Op<{ n: number }, { n: number }> = {
  name: 'soak.append',
  async run(tx, { n }) {
    await tx.publish(soakLog, 'all', n);
    return { n };
  },
};

const appendRoute: Route = {
  endpoints: ['main'],
  method: 'POST',
  path: '/api/soak/log',
  permission: 'soak.log.append',
  summary: { zh: '向压测日志追加一条', en: 'Append to the log of the soak' },
  schema: { body: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } } },
  handle: (call: { body: { n: number }; write(op: typeof append, args: { n: number }): Promise<unknown> }) =>
    call.write(append, call.body),
};

const endpoint: Endpoint = {
  name: 'soak',
  transport: 'socketio',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/soak[.]io\//,
  origins: [],
  maxMessage: 1_048_576,
  ping: 2_000,
  timeout: 2_000,
  open: ['127.0.0.0/8'],
};

const codec: Codec = {
  id: 'soak',
  encode: (_room, key, event: RoomEvent) =>
    event.kind === 'message' ? { data: JSON.stringify(['message', key, event.message]) } : null,
  direct: (message) => ({ data: JSON.stringify(message) }),
};

/** A public durable log, a room for peers, and a Socket.IO door: what the shipped apps need not have. */
export const soakApp: App = {
  name: 'soak',
  migrations: [],
  routes: [appendRoute],
  errors: {},
  permissions: [
    { name: 'soak.log.append', text: { zh: '追加压测日志', en: 'Append to the log of the soak' }, roles: [] },
    {
      name: 'soak.live.publish',
      text: { zh: '向压测房间发布', en: 'Publish to the soak’s room' },
      roles: [],
    },
  ],
  retention: [],
  ops: [append],
  boxes: [],
  rooms: [soakLog, soakLive],
  endpoints: [endpoint],
  periodic: [],
  deadline: async () => {},
  start: async () => async () => {},
  async accept(peer, _hello, { rooms }): Promise<Inbound | Refusal> {
    peer.codec = codec;
    peer.open();
    return {
      async message(data) {
        const { event, args } = data as { event: string; args: readonly unknown[] };
        if (event !== 'join') return;
        const joined = await rooms.join(peer, soakLive, String(args[0]));
        peer.send(isRefusal(joined) ? ['refused', joined.refuse] : ['joined', args[0]]);
      },
      pong() {},
      closed() {},
    };
  },
};
