import {
  isRefusal,
  refuse,
  reply,
  type Call,
  type Endpoint,
  type Inbound,
  type Kernel,
  type Peer,
  type Principal,
  type Refusal,
  type Route,
} from '@posthouse/kernel';
import { ANSWERS, GUEST_ROLE } from '../contract.ts';
import type { BridgeConfig } from '../config.ts';
import { nestQuery } from '../http/nested-query.ts';
import { Feed } from './feed.ts';
import { PlainSocket } from './plain-socket.ts';
import { createTicks, createTimeOfDay } from './sse.ts';
import { Streams } from './streams.ts';

/** What is said on these ports is for all pages: a machine that is confined to some stations may not listen. */
const EVERY_STATION = 'bridge/station/*';
const SSE = 'bridge-sse';
const WS = 'bridge-ws';

/** Of the SSE variant alone (contract §7); the other one sent none. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type, Authorization, X-Requested-With',
  'access-control-allow-methods': 'PUT,POST,GET,DELETE,OPTIONS',
  'access-control-allow-credentials': 'true',
};

/** The two older variants, each on a port of its own: the same `/getParams`, heard by stream or by socket. */
export class VariantDoors {
  readonly endpoints: readonly Endpoint[];
  readonly routes: readonly Route[];
  readonly #feed = new Feed();
  readonly #streams = new Streams();

  constructor(config: BridgeConfig) {
    const { host, open, origins, ssePort, wsPort } = config;
    const common = {
      transport: 'ws',
      host,
      origins,
      open,
      openRole: GUEST_ROLE,
      maxMessage: 65_536,
      ping: 30_000,
      timeout: 20_000,
    };
    // The SSE port has no sockets: no path is one.
    const sse: Endpoint = { ...common, name: SSE, port: ssePort, paths: /(?!)/ };
    const ws: Endpoint = { ...common, name: WS, port: wsPort, paths: /.*/ };
    this.endpoints = [sse, ws].filter(({ port }) => port !== 0);
    const timeOfDay = createTimeOfDay(config.timezone);
    this.routes = [
      getParams(SSE, this.#feed, CORS),
      getParams(WS, this.#feed, {}),
      {
        endpoints: [SSE],
        method: 'GET',
        path: '/sse',
        permission: 'bridge.station.hold',
        summary: { zh: '旧 SSE 变体：每秒一个事件', en: 'The old SSE variant: one event a second' },
        schema: {},
        download: ['text/event-stream'],
        handle: async ({ kernel, again, address }: Call) => {
          const mayGoOn = async () => mayListen(await again(), kernel);
          if (!(await mayGoOn())) return refuse('BRIDGE_STATION_FORBIDDEN');
          const onEnd = this.#streams.enter(address);
          if (isRefusal(onEnd)) return onEnd;
          return reply({
            headers: {
              ...CORS,
              'content-type': 'text/event-stream; charset=utf-8',
              'cache-control': 'no-cache',
              connection: 'keep-alive',
            },
            body: createTicks({ clock: kernel.clock, feed: this.#feed, timeOfDay, mayGoOn, onEnd }),
          });
        },
      },
    ];
  }

  /** A connection of the plain WebSocket variant. */
  async accept(peer: Peer, kernel: Kernel): Promise<Inbound | Refusal> {
    const known = (peer.principal as Peer['principal'] | undefined) !== undefined;
    if (!known || !(await mayListen(peer.principal, kernel))) return refuse('BRIDGE_STATION_FORBIDDEN');
    return new PlainSocket(peer, kernel.clock, this.#feed);
  }
}

const mayListen = async (who: Principal | Refusal, { auth }: Kernel): Promise<boolean> =>
  !isRefusal(who) && auth.may(who, 'bridge.station.hold', EVERY_STATION);

export const isVariant = (endpoint: string): boolean => endpoint === WS;

function getParams(endpoint: string, feed: Feed, headers: Readonly<Record<string, string>>): Route {
  return {
    endpoints: [endpoint],
    method: 'GET',
    path: '/getParams',
    permission: 'bridge.job.create',
    effects: true,
    summary: { zh: '旧变体：把参数交给所有页面', en: 'The old variants: hands its query to every page' },
    schema: {},
    async handle({ query }: Call<unknown, Readonly<Record<string, unknown>>>) {
      const { token: _token, ...params } = nestQuery(query);
      feed.publish(params);
      const type = 'application/json; charset=utf-8';
      return reply({ headers: { ...headers, 'content-type': type }, body: { message: ANSWERS.accepted } });
    },
  };
}
