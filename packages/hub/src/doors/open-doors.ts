import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import {
  CodedError,
  isRefusal,
  type App,
  type Auth,
  type Endpoint,
  type Handshake,
  type Kernel,
  type Log,
  type Peers,
  type Transport,
  type Turns,
} from '@posthouse/kernel';
import { tokenOf } from '../auth/auth.ts';
import type { Certificate } from '../access/certificate.ts';
import { guard, type DoorPolicy } from '../auth/browser-guard.ts';
import type { Proxies } from '../auth/proxies.ts';
import { addressOf, headerMap, targetOf } from '../http/raw-headers.ts';
import type { EndpointReport } from '../house/report.ts';
import { createDoor, type Admit } from './door.ts';
import type { Plan } from './endpoints.ts';
import { listen, stopListening } from './listen.ts';

const REQUESTS_MAY_TAKE = 2_000;

export interface DoorsOptions {
  readonly plans: readonly [Plan, ...Plan[]];
  readonly kernel: Kernel;
  /** Makes what a transport gives each new connection to. */
  readonly accept: (endpoint: Endpoint, app: App) => ReturnType<Peers['accept']>;
  /** Why this address is to be turned away before a connection is made, if it is. */
  readonly knock: Peers['knock'];
  readonly transports: readonly Transport<Server>[];
  /** Where those wait who come. */
  readonly turns: Turns;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onRefusal: (code: string) => void;
  readonly endpointOf: WeakMap<IncomingMessage, string>;
  readonly policyOf: (endpoint: string) => DoorPolicy;
  readonly proxies: Proxies;
  /** Of the main door; the old ones stay plain, as their clients are. */
  readonly certificate: Certificate | undefined;
}

export interface Doors {
  readonly port: number;
  readonly reports: readonly EndpointReport[];
  /** No new connections or requests; resolves when the requests in hand are answered. */
  shut(): Promise<void>;
  /** Ends the sockets that are left. */
  close(): Promise<void>;
}

/**
 * Opens all ports. The main one is needed: HUB_PORT_TAKEN and its kin are thrown. Another one that cannot be had is
 * a warning and a line in the report, and the hub runs without it.
 */
export async function openDoors(options: DoorsOptions): Promise<Doors> {
  const { plans, kernel, endpointOf, handle, onRefusal } = options;
  const admit = createAdmit(kernel.auth, options);
  const turns = options.turns.lane();
  const servers: Server[] = [];
  const closers: (() => Promise<void>)[] = [];
  const reports: EndpointReport[] = [];
  let mainPort = 0;

  const shut = async () => {
    const soon = (fn: () => void) => kernel.clock.after(REQUESTS_MAY_TAKE, fn);
    await Promise.all(servers.map((server) => stopListening(server, soon)));
  };
  const close = async () => {
    await Promise.all(closers.map((close) => close()));
    for (const server of servers) server.closeAllConnections();
  };

  for (const plan of plans) {
    const door = createDoor({
      name: plan.name,
      endpoints: plan.served.map(({ endpoint }) => endpoint),
      admit,
      turns,
      certificate: plan.name === 'main' ? options.certificate : undefined,
      onRefusal,
      log: kernel.log,
      handle(request, response, endpoint) {
        endpointOf.set(request, endpoint);
        handle(request, response);
      },
    });
    try {
      for (const { endpoint, app } of plan.served) {
        closers.push(await openEndpoint(options, endpoint, app, door.parts.get(endpoint)!));
      }
      const port = await listen(door.server, plan.host, plan.port);
      servers.push(door.server);
      if (plan.name === 'main') mainPort = port;
      reports.push({ name: plan.name, host: plan.host, port, state: 'open' });
    } catch (error) {
      if (plan.name === 'main' || !(error instanceof CodedError)) {
        await Promise.all([shut(), close()]);
        throw error;
      }
      reports.push(taken(plan, error, kernel.log));
    }
  }
  return { port: mainPort, reports, shut, close };
}

function openEndpoint(options: DoorsOptions, endpoint: Endpoint, app: App, server: Server) {
  const { transports, accept } = options;
  const transport = transports.find(({ name }) => name === endpoint.transport);
  if (!transport)
    throw new Error(`the endpoint ${endpoint.name} asks for the transport ${endpoint.transport}`);
  return transport.open(endpoint, server, accept(endpoint, app));
}

function taken({ name, host, port }: Plan, error: CodedError, log: Log): EndpointReport {
  log.warn({ endpoint: name, host, port, code: error.code }, `the ${name} endpoint is not open`);
  const variable = `POSTHOUSE_${name.toUpperCase()}_PORT`;
  return {
    name,
    host,
    port,
    state: 'taken',
    note: {
      zh: `端口 ${port} 无法使用（${error.code}）。结束占用它的程序，或设 ${variable} 换一个端口（0 关闭）。`,
      en: `Port ${port} cannot be had (${error.code}). End the program that has it, or set ${variable} to another one (0 closes).`,
    },
  };
}

/** The guard for sockets, by the same rules as for pages. Greeting without a token stays possible. */
function createAdmit(auth: Auth, { policyOf, proxies, knock, onRefusal }: DoorsOptions): Admit {
  const refused = (code: string | null) => {
    if (code !== null) onRefusal(code);
    return code;
  };
  return async (request, endpoint, isNew) => {
    const { address, headers } = proxies(addressOf(request), headerMap(request.headers));
    const policy = policyOf(endpoint);
    if (!policy.allows(address)) return refused('HUB_ADDRESS_REFUSED');
    // The kernel counts these itself. Who is connected already pays for nobody else at the same address.
    const code = isNew ? knock(address) : null;
    if (code !== null) return code;
    const handshake: Handshake = { endpoint, ...targetOf(request.url), headers, address };
    const token = tokenOf(handshake) !== undefined && !isRefusal(await auth.who(handshake));
    const { host, origin } = request.headers;
    return refused(guard({ host, origin, site: undefined, effects: false, token }, policy));
  };
}
