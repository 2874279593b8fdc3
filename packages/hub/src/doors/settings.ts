import type { DoorPolicy } from '../auth/browser-guard.ts';
import { createNetworks } from '../auth/networks.ts';
import type { HubConfig } from '../config/hub-options.ts';
import type { EndpointReport } from '../house/report.ts';
import type { Plan, Served } from './endpoints.ts';

/** What is set about an endpoint with a port of its own. */
export interface DoorSettings {
  readonly name: string;
  readonly host: string;
  /** 0: closed. */
  readonly port: number;
  readonly open: readonly string[];
  /** The only networks that may come; empty: all. */
  readonly allow: readonly string[];
  readonly origins: readonly string[];
}

/**
 * Which addresses, pages and names each endpoint takes. What shares the main port shares its policy; every port of an
 * app has the policy of that app's door.
 */
export function createPolicies(
  { mainOrigins, mainAllow, names }: HubConfig,
  doors: readonly DoorSettings[],
  served: readonly Served[],
): (endpoint: string) => DoorPolicy {
  const main: DoorPolicy = { origins: mainOrigins, names, allows: createAllows(mainAllow) };
  const policies = new Map<string, DoorPolicy>(
    doors.map(({ name, origins, allow }) => [name, { origins, names, allows: createAllows(allow) }]),
  );
  for (const { endpoint, app } of served) {
    if (endpoint.port !== 0) policies.set(endpoint.name, policies.get(app.name) ?? main);
  }
  return (endpoint) => policies.get(endpoint) ?? main;
}

const createAllows = (networks: readonly string[]) =>
  networks.length === 0 ? () => true : createNetworks(networks);

/** Reports for the doors that nothing was planned for: closed by configuration, or without an app yet. */
export function closedEndpoints(
  plans: readonly Plan[],
  doors: readonly DoorSettings[],
): readonly EndpointReport[] {
  const planned = new Set(
    plans.flatMap(({ name, served }) => [name, ...served.map(({ endpoint }) => endpoint.name)]),
  );
  return doors
    .filter(({ name }) => !planned.has(name))
    .map(({ name, host, port }) => ({ name, host, port, ...(port === 0 ? CLOSED : UNBUILT) }));
}

const CLOSED = { state: 'closed' } as const;

/** The names of the old doors are fixed before their apps exist. */
export const UNBUILT = {
  state: 'unbuilt',
  note: { zh: '此版本尚无此应用，没有监听', en: 'its app is not in this version; nothing listens there' },
} as const;
