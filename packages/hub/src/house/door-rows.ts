import type { Endpoint } from '@posthouse/kernel';
import type { HubConfig } from '../config/hub-options.ts';
import type { Plan } from '../doors/endpoints.ts';
import type { DoorSettings } from '../doors/settings.ts';
import type { EndpointReport } from './report.ts';

/** One way in: what speaks there, and who may without saying who they are. */
export interface DoorRow {
  readonly name: string;
  readonly app: string;
  /** `http` for the requests of a port, else the endpoint's transport. */
  readonly transport: string;
  readonly host: string;
  readonly port: number;
  /** Where a client connects; null: only requests. */
  readonly path: string | null;
  readonly subprotocol: string | null;
  readonly state: EndpointReport['state'];
  /** Networks that come in without a token, and the role they get. */
  readonly open: readonly string[];
  readonly open_role: string | null;
  /** The only networks that may come; empty: all. */
  readonly allow: readonly string[];
  /** Origins of pages that may come besides the hub's own. */
  readonly origins: readonly string[];
  /** Bytes of the largest message; null for requests. */
  readonly max_message: number | null;
}

export interface DoorRowsOptions {
  readonly plans: readonly Plan[];
  readonly reports: readonly EndpointReport[];
  readonly config: Pick<HubConfig, 'mainOpen' | 'mainAllow' | 'mainOrigins'>;
  readonly doors: readonly DoorSettings[];
}

/** Every door as it is, the closed ones included. */
export function doorRows({ plans, reports, config, doors }: DoorRowsOptions): readonly DoorRow[] {
  const main = { open: config.mainOpen, allow: config.mainAllow, origins: config.mainOrigins };
  const settingsOf = (app: string) => doors.find(({ name }) => name === app);
  const rows = plans.flatMap((plan): DoorRow[] => {
    const report = reports.find(({ name }) => name === plan.name);
    const at = {
      host: plan.host,
      port: report?.port ?? plan.port,
      state: report?.state ?? ('closed' as const),
    };
    const rows = plan.served.map(({ endpoint, app }): DoorRow => {
      const own = endpoint.port === 0 ? main : (settingsOf(app.name) ?? main);
      const path = pathOf(endpoint);
      return {
        name: endpoint.name,
        app: app.name,
        transport: path === null ? 'http' : endpoint.transport,
        ...at,
        path,
        subprotocol: endpoint.subprotocol ?? null,
        open: endpoint.open,
        open_role: endpoint.open.length > 0 ? (endpoint.openRole ?? null) : null,
        allow: own.allow,
        origins: own.origins,
        max_message: endpoint.maxMessage,
      };
    });
    return plan.name === 'main' ? [{ ...REQUESTS, ...at, ...main }, ...rows] : rows;
  });
  const named = new Set(rows.map(({ name }) => name));
  const closed = reports.filter(({ name }) => !named.has(name));
  return [
    ...rows,
    ...closed.map(({ name, host, port, state }) => ({ ...CLOSED, name, app: name, host, port, state })),
  ];
}

const REQUESTS = {
  name: 'main',
  app: 'hub',
  transport: 'http',
  path: null,
  subprotocol: null,
  open_role: 'viewer',
  max_message: null,
} as const;

const CLOSED = {
  transport: 'none',
  path: null,
  subprotocol: null,
  open: [],
  open_role: null,
  allow: [],
  origins: [],
  max_message: null,
} as const;

/**
 * Where a client connects to an endpoint: its pattern written as a path (`^\/ws\/?$` is `/ws`,
 * `^\/(bridge\/)?socket[.]io(\/|$)` is `/socket.io/`); null when it takes no socket at all.
 */
export function pathOf({ paths }: Pick<Endpoint, 'paths'>): string | null {
  const written = paths.source
    .replace(/^\^/, '')
    .replaceAll(/\([^()]*\)\?/g, '')
    .replace(/\(\\\/\|\$\)$/, '/')
    .replace(/(\\\/\?)?\$$/, '')
    .replaceAll('\\/', '/')
    .replaceAll(/\[[.]\]|\\[.]/g, '.');
  return [written, '/'].find((path) => path.startsWith('/') && paths.test(path)) ?? null;
}
