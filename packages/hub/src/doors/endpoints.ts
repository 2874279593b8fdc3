import type { App, Endpoint } from '@posthouse/kernel';
import type { HubConfig } from '../config/hub-options.ts';

/** An endpoint and the app that answers its peers. */
export interface Served {
  readonly endpoint: Endpoint;
  readonly app: App;
}

/** The native protocol's endpoint on the main port. */
export function nativeEndpoint(config: HubConfig): Endpoint {
  return {
    name: 'native',
    transport: 'ws',
    port: 0,
    host: config.host,
    paths: /^\/ws\/?$/,
    subprotocol: 'posthouse.1',
    origins: config.mainOrigins,
    maxMessage: 1_048_576,
    ping: 25_000,
    timeout: 20_000,
    open: config.mainOpen,
    openRole: 'viewer',
  };
}

/** All endpoints with sockets: the native protocol's, and what the apps declare. */
export function servedEndpoints(config: HubConfig, apps: readonly App[]): readonly Served[] {
  const native = apps.find(({ name }) => name === 'native');
  return [
    ...(native ? [{ endpoint: nativeEndpoint(config), app: native }] : []),
    ...apps.flatMap((app) => app.endpoints.map((endpoint) => ({ endpoint, app }))),
  ];
}

/** One listening port, and what is behind it. */
export interface Plan {
  /** Under which HTTP requests are routed: `main`, or the first endpoint of the port. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly served: readonly Served[];
}

/** Which ports to open. An endpoint with port 0 shares the main one; equal host and port share a door. */
export function planDoors(config: HubConfig, served: readonly Served[]): readonly [Plan, ...Plan[]] {
  const shared = served.filter(({ endpoint }) => endpoint.port === 0);
  const own = Map.groupBy(
    served.filter(({ endpoint }) => endpoint.port !== 0),
    ({ endpoint }) => `${endpoint.host}:${endpoint.port}`,
  );
  const main: Plan = { name: 'main', host: config.host, port: config.port, served: shared };
  return [
    main,
    ...[...own.values()].map((served): Plan => {
      const { name, host, port } = served[0]!.endpoint;
      return { name, host, port, served };
    }),
  ];
}
