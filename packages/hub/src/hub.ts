import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import { createBus } from '@posthouse/bus-local';
import {
  createCatalog,
  createKeeper,
  createLeapGuard,
  createMailboxes,
  createPeers,
  createRooms,
  startPeriodic,
  Turns,
  type Clock,
  type CodedError,
  type Dial,
  type Kernel,
  type Log,
  type Random,
} from '@posthouse/kernel';
import { openSqlite } from '@posthouse/store-sqlite';
import { createSocketIoTransport, Sessions } from '@posthouse/transport-socketio';
import { createWsTransport } from '@posthouse/transport-ws';
import { createAccess } from './access/access.ts';
import { openCertificate } from './access/certificate.ts';
import { leaveControl } from './access/control.ts';
import type { AccessConfig } from './access/config.ts';
import type { ScryptCost } from './access/passwords.ts';
import { guardDial } from './access/guarded-dial.ts';
import { guardFetch } from './access/guarded-fetch.ts';
import { createMeter } from './access/meter.ts';
import { accessRoutes } from './access/routes.ts';
import { createTargets } from './access/targets.ts';
import { defineApps } from './apps.ts';
import { createBackups } from './backup/backups.ts';
import { backupRoutes } from './backup/routes.ts';
import { createAuth } from './auth/auth.ts';
import { insecureNotes, refuseExposure } from './auth/exposure.ts';
import { createProxies } from './auth/proxies.ts';
import { createGrants } from './auth/roles.ts';
import type { Config } from './config/load.ts';
import { consoleRoutes } from './console/routes.ts';
import { planDoors, servedEndpoints } from './doors/endpoints.ts';
import { closedEndpoints, createPolicies } from './doors/settings.ts';
import { openDoors } from './doors/open-doors.ts';
import { urlOf } from './doors/url-of.ts';
import { allErrors } from './all-errors.ts';
import { connectionRoutes } from './connections/routes.ts';
import { createMetrics } from './house/metrics.ts';
import type { Vitals } from './house/report.ts';
import { createDemoOps } from './demo/ops.ts';
import { demoRoutes } from './demo/routes.ts';
import { doorRows } from './house/door-rows.ts';
import { startRecovery } from './house/recovery.ts';
import { createHouseRooms } from './house/rooms.ts';
import { houseRoutes } from './house/routes.ts';
import { systemRoutes } from './house/system-routes.ts';
import { startWatch } from './house/watch.ts';
import { createHttp, type RegisteredRoute } from './http/server.ts';
import { processSigns } from './system/signs.ts';
import { VERSION } from './version.ts';
import { startWorks } from './work/start-works.ts';

/** What the process gives to the hub. */
export interface System {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly dial: Dial;
  readonly fetch: typeof fetch;
  /** What hashing a password costs; the recommended cost when absent. */
  readonly scrypt?: ScryptCost;
  /** A line on standard output, for apps with documented lines there. */
  readonly say?: (line: string) => void;
  /** The store is gone for good; only a new process helps. */
  onFatal(error: CodedError): void;
}

export interface Hub {
  /** The main port, also when any free one was asked for. */
  readonly port: number;
  /** Where this machine reaches the main port. */
  readonly url: string;
  readonly vitals: Vitals;
  readonly kernel: Kernel;
  /** Every HTTP route there is, on each of its endpoints. */
  readonly routes: readonly RegisteredRoute[];
  /** Drains and closes everything, in an order in which nothing accepted is lost. */
  stop(): Promise<void>;
}

/** Of the time that stopping may take: the part in which holders finish what they have begun, */
const REST_SHARE = 0.3;
/** and the part in which peers are sent away. */
const DRAIN_SHARE = 0.5;

/** What this module runs as: TypeScript in development, JavaScript in a package. */
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/**
 * Builds the hub and opens it: store, kernel, apps, doors. Throws a coded error, with nothing left running, when it
 * may not or cannot start.
 */
export async function createHub(
  { hub: config, apps: slices, doors: doorSettings, settings }: Config,
  system: System,
): Promise<Hub> {
  const { clock, log, random } = system;
  const houseRooms = createHouseRooms();
  const apps = defineApps(slices, houseRooms);
  const served = servedEndpoints(config, apps);
  const plans = planDoors(config, served);

  const vitals: Vitals = {
    startedAt: clock.now(),
    phase: 'starting',
    storeFailure: null,
    endpoints: [],
    notes: [],
  };

  const undo: (() => void | Promise<void>)[] = [];
  const unwind = async () => {
    for (const step of undo.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        // A store that cannot write any more, say: the rest must end all the same.
        log.error({ error: String(error) }, 'a part could not be ended in order');
      }
    }
  };
  try {
    const metrics = createMetrics();
    const catalog = createCatalog(apps);
    const appsModule = { module: new URL(`./apps.${EXTENSION}`, import.meta.url), config: slices };
    const store = metrics.measure(
      await openSqlite({
        folder: config.data,
        clock,
        apps: appsModule,
        onFailure(error) {
          vitals.storeFailure = error.code;
          log.error({ code: error.code }, 'the store has failed');
          system.onFatal(error);
        },
      }),
    );
    undo.push(() => store.close());
    const bus = createBus();
    undo.push(() => bus.close());
    const guard = createLeapGuard(clock, (by) => {
      log.warn({ by }, 'the clock leapt: nothing expires for a minute');
    });
    const boxes = await createMailboxes({ store, clock, log, guard, node: hostname() });
    undo.push(() => boxes.stop());
    const keeper = createKeeper({ store, clock, log, guard, apps });
    undo.push(() => keeper.stop());
    const rooms = createRooms({ store, bus, clock, catalog, log });
    undo.push(() => rooms.stop());
    const permissions = apps.flatMap((app) => app.permissions);
    const accessConfig = slices['access'] as AccessConfig;
    const access = await createAccess({
      config: accessConfig,
      store,
      clock,
      random,
      log,
      fetch: system.fetch,
      permissions,
      ...(system.scrypt && { cost: system.scrypt }),
    });
    undo.push(() => access.stop());
    const exposure = {
      guarded: config.tokens.length > 0 || access.hasAccounts(),
      insecureLan: config.insecureLan,
    };
    refuseExposure(plans, exposure);
    vitals.notes.push(...insecureNotes(plans, exposure));
    for (const note of vitals.notes) log.warn({ level: note.level }, note.text.en);
    const auth = createAuth({
      tokens: config.tokens,
      trustLoopback: accessConfig.trustLoopback,
      people: access,
      insecureLan: config.insecureLan,
      grants: createGrants(permissions),
      doors: [
        { name: 'main', open: config.mainOpen, openRole: 'viewer' },
        ...served.map(({ endpoint }) => endpoint),
      ],
    });
    const targets = createTargets(accessConfig.targets);
    const kernel: Kernel = {
      clock,
      store,
      boxes,
      rooms,
      bus,
      auth,
      log,
      random,
      dial: guardDial(system.dial, targets),
      fetch: guardFetch(targets),
      publicFetch: guardFetch(createTargets([])),
      ...(system.say && { say: system.say }),
    };
    const turns = new Turns(clock, setImmediate);
    const peers = createPeers({ clock, auth, log, random, tick: setImmediate, turns });
    metrics.watch(peers);
    access.watch(peers);
    const holdings = () => boxes.holdings();
    const watch = startWatch({
      clock,
      log,
      peers,
      holdings,
      live: rooms,
      rooms: houseRooms,
      metrics,
      signs: processSigns(),
    });
    undo.push(() => watch.stop());
    undo.push(startRecovery({ clock, log, store, trouble: () => metrics.storeTrouble() }));

    const { tls } = accessConfig;
    const certificate = tls.cert + tls.key === '' ? undefined : openCertificate({ ...tls, log });
    if (certificate) undo.push(() => certificate.stop());
    const proxies = createProxies(accessConfig.trustProxy);
    const endpointOf = new WeakMap<IncomingMessage, string>();
    const policyOf = createPolicies(config, doorSettings, served);
    const backups = createBackups(config.data, config.backupKeep);
    const ownRoutes = [
      ...houseRoutes({ version: VERSION, timezone: config.timezone, vitals, peers, metrics }),
      ...connectionRoutes({ peers, holdings, survey: watch.survey, onKick: metrics.kicked }),
      ...demoRoutes(createDemoOps(() => apps)),
      ...systemRoutes({
        version: VERSION,
        timezone: config.timezone,
        folder: config.data,
        vitals,
        settings,
        history: watch.history,
        storeTrouble: () => metrics.storeTrouble(),
        backup: () => backups.list()[0],
        doors: () => doorRows({ plans, reports: vitals.endpoints, config, doors: doorSettings }),
        guard: () => ({
          ...config,
          accounts: access.hasAccounts(),
          trustLoopback: accessConfig.trustLoopback,
        }),
      }),
    ];
    undo.push(() => backups.stop());
    const routes: RegisteredRoute[] = [];
    const http = await createHttp({
      kernel,
      version: VERSION,
      errors: allErrors(apps),
      routes: [
        ...[...ownRoutes, ...consoleRoutes(), ...backupRoutes(backups)].map((route) => ({
          owner: 'hub',
          route,
        })),
        ...accessRoutes(access, config.timezone).map((route) => ({ owner: 'access', route })),
        ...apps.flatMap(({ name, routes }) => routes.map((route) => ({ owner: name, route }))),
      ],
      endpointOf: (request) => endpointOf.get(request) ?? 'main',
      policyOf,
      onReply: metrics.http,
      onRefusal: metrics.refused,
      proxies,
      meter: createMeter(accessConfig.requests, clock),
      onDeed: access.onDeed,
      onRoute: (route) => routes.push(route),
    });
    undo.push(() => http.close());
    const sessions = new Sessions({ store, log });
    const doors = await openDoors({
      plans,
      kernel,
      accept(endpoint, app) {
        const accept = peers.accept(endpoint, sessions.resumable(app), kernel);
        return (handshake, wire) =>
          accept({ ...handshake, ...proxies(handshake.address, handshake.headers) }, wire);
      },
      knock: (address) => peers.knock(address),
      proxies,
      certificate,
      turns,
      transports: [createWsTransport(turns), createSocketIoTransport({ sessions, turns })],
      handle: (request, response) => http.routing(request, response),
      onRefusal: metrics.refused,
      endpointOf,
      policyOf,
    });
    undo.push(() => doors.close());
    vitals.endpoints.push(...doors.reports, ...closedEndpoints(plans, doorSettings));
    for (const app of apps) undo.push(await app.start(kernel));
    undo.push(startPeriodic(apps, kernel));
    const stopWorks = await startWorks({
      store,
      clock,
      log,
      guard,
      works: [...catalog.works.values()],
      folder: config.data,
      apps: appsModule,
      threads: config.workers,
      memory: config.workerMemory,
    });
    undo.push(() => stopWorks(0));
    const url = urlOf(certificate ? 'https' : 'http', config.host, doors.port);
    undo.push(leaveControl(config.data, { url, token: access.control }));
    vitals.phase = 'open';

    return {
      port: doors.port,
      url,
      vitals,
      kernel,
      routes,
      async stop() {
        vitals.phase = 'draining';
        const shut = doors.shut();
        const rest = config.drain * REST_SHARE;
        await Promise.all([boxes.rest(rest), stopWorks(rest)]);
        await peers.drain(Math.min(config.comeBack, config.drain * DRAIN_SHARE));
        await unwind();
        await shut;
      },
    };
  } catch (error) {
    await unwind();
    throw error;
  }
}
