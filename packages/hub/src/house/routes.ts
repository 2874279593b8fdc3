import { reply, type Kernel, type ListedPeer, type Peers, type Route } from '@posthouse/kernel';
import type { Metrics } from './metrics.ts';
import { countWorks } from '../work/count-works.ts';
import { countItems } from './items.ts';
import { statusOf, storeState, type Vitals } from './report.ts';

export interface HouseRoutesOptions {
  readonly version: string;
  readonly timezone: string;
  readonly vitals: Vitals;
  readonly peers: Pick<Peers, 'list' | 'counters'>;
  readonly metrics: Metrics;
}

const main = { endpoints: ['main'], method: 'GET' } as const;

/** The hub's own routes: how it is. */
export function houseRoutes({
  version,
  timezone,
  vitals,
  peers,
  metrics,
}: HouseRoutesOptions): readonly Route[] {
  const uptime = (kernel: Kernel) => Math.round((kernel.clock.now() - vitals.startedAt) / 1_000);
  const iso = (kernel: Kernel) => new Date(kernel.clock.now()).toISOString();

  return [
    {
      ...main,
      path: '/health',
      // Public: watchdogs and load balancers carry no token, and it names nobody.
      permission: null,
      summary: { zh: '健康状况', en: 'Health' },
      schema: {},
      async handle({ kernel }) {
        const trouble = metrics.storeTrouble();
        const status = statusOf(vitals, trouble);
        return reply({
          status: status === 'failed' ? 503 : 200,
          body: {
            status,
            timestamp: iso(kernel),
            version,
            uptime: uptime(kernel),
            active_connections: peers.list().length,
            store: storeState(vitals.storeFailure, trouble),
            endpoints: vitals.endpoints,
            notes: vitals.notes,
          },
        });
      },
    },
    {
      ...main,
      path: '/health/websocket',
      // Public, as /health.
      permission: null,
      summary: { zh: '连接状况', en: 'Health of the connections' },
      schema: {},
      async handle() {
        const { accepted, refusals } = peers.counters;
        return {
          total_connections: accepted,
          active_connections: peers.list().length,
          errors: [...refusals.values()].reduce((sum, count) => sum + count, 0),
        };
      },
    },
    {
      ...main,
      path: '/ready',
      // Public, as /health.
      permission: null,
      summary: { zh: '是否可以接收请求', en: 'Whether requests may be sent here' },
      schema: {},
      async handle() {
        const store = storeState(vitals.storeFailure, metrics.storeTrouble());
        const ready = vitals.phase === 'open' && store.state === 'open';
        return reply({ status: ready ? 200 : 503, body: { ready, phase: vitals.phase, store } });
      },
    },
    {
      ...main,
      path: '/metrics',
      permission: 'hub.metrics.read',
      summary: { zh: 'Prometheus 指标', en: 'Metrics for Prometheus' },
      schema: {},
      async handle(call) {
        const text = await metrics.render(
          await call.read(countItems, null),
          await call.read(countWorks, null),
        );
        return reply({ headers: { 'content-type': metrics.contentType }, body: text });
      },
    },
    {
      ...main,
      path: '/api/status',
      permission: 'hub.status.read',
      summary: { zh: '连接与运行状态', en: 'Connections and the state of the hub' },
      schema: {},
      async handle(call) {
        const { kernel, principal } = call;
        const seesPeers = await kernel.auth.may(principal, 'house.peer.read');
        return {
          status: statusOf(vitals, metrics.storeTrouble()),
          version,
          now: iso(kernel),
          uptime: uptime(kernel),
          timezone,
          endpoints: vitals.endpoints,
          notes: vitals.notes,
          ...(seesPeers && { peers: peers.list().map(peerRow) }),
          items: await call.read(countItems, null),
          works: await call.read(countWorks, null),
        };
      },
    },
  ];
}

function peerRow(peer: ListedPeer) {
  return {
    id: peer.id,
    endpoint: peer.endpoint,
    address: peer.address,
    who: peer.principal.id,
    state: peer.state,
    rtt: peer.rtt ?? null,
    queued: peer.queued,
  };
}
