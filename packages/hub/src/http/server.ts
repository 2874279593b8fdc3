import type { IncomingMessage } from 'node:http';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { CodedError, defaultLimits, nestsDeeper, type Kernel, type Route } from '@posthouse/kernel';
import type { ErrorRegistry } from '@posthouse/protocol';
import Fastify, { type FastifyInstance } from 'fastify';
import { applyCors, createGate, isAboutRights } from './gate.ts';
import type { Meter } from '../access/meter.ts';
import type { DoorPolicy } from '../auth/browser-guard.ts';
import type { Proxies } from '../auth/proxies.ts';
import type { RequestDeed } from './deed.ts';
import { createErrorReply, failureOf } from './error-reply.ts';
import { describeFiles } from './describe-files.ts';
import { mount, type MountOptions } from './mount.ts';
import { maskedUrl } from './raw-headers.ts';
import { takeFiles } from './upload.ts';
import { validatorCompiler } from './validate.ts';

/** Bytes of a body where nobody need say who they are, or nothing is: such callers get little of our time. */
const PUBLIC_BODY_LIMIT = 16_384;
/** As deep as messages of sockets may nest. */
const LEVELS = defaultLimits.depth;

export interface HttpOptions {
  readonly kernel: Kernel;
  readonly routes: readonly { readonly owner: string; readonly route: Route }[];
  readonly errors: ErrorRegistry;
  readonly version: string;
  /** Through which endpoint a request came in. */
  readonly endpointOf: (request: IncomingMessage) => string;
  readonly policyOf: (endpoint: string) => DoorPolicy;
  readonly proxies: Proxies;
  readonly meter: Meter;
  readonly onReply: (reply: { method: string; route: string; status: number; seconds: number }) => void;
  readonly onRefusal: (code: string) => void;
  /** Somebody changed something through a route. */
  readonly onDeed: (deed: RequestDeed) => void;
  /** Each route as the router really has it. */
  readonly onRoute: (route: RegisteredRoute) => void;
}

/** A route on one endpoint. */
export interface RegisteredRoute {
  readonly method: string;
  readonly path: string;
  readonly endpoint: string;
  /** null: public. undefined: no route of ours (the documentation's files). */
  readonly permission: string | null | undefined;
}

const PLAIN_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
/** The hub's own pages hold buttons: a page of another site may not lay itself over them. */
const PAGE_HEADERS = { ...PLAIN_HEADERS, 'x-frame-options': 'SAMEORIGIN' };

/** All HTTP of the hub: one router for every door, with each route bound to its endpoints. Not listening. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { kernel, endpointOf } = options;
  const fail = createErrorReply(options.errors, options.onRefusal);
  const app = Fastify({
    bodyLimit: PUBLIC_BODY_LIMIT,
    requestTimeout: 30_000,
    // What the router cannot read as a path. No hook runs for it.
    frameworkErrors: (_error, request, reply) => void fail(request, reply, { code: 'HUB_INVALID_INPUT' }),
    routerOptions: { ignoreTrailingSlash: true, constraints: { endpoint: byEndpoint(endpointOf) } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // The router's own routes (documentation) belong to the main door as well.
  app.addHook('onRoute', (route) => {
    const constraints = { endpoint: 'main', ...route.constraints };
    route.constraints = constraints;
    for (const method of [route.method].flat()) {
      const permission = route.config?.route?.permission;
      options.onRoute({ method, path: route.url, endpoint: constraints.endpoint, permission });
    }
  });
  app.setValidatorCompiler(validatorCompiler);
  app.decorateRequest('principal', null);
  app.decorateRequest('caller');
  addBodyParsers(app);
  addHooks(app, options, fail);
  await addDocumentation(app, options.version);
  const { onDeed } = options;
  for (const { owner, route } of options.routes) await put(app, { owner, route, kernel, fail, onDeed });
  await app.ready();
  return app;
}

/** Files are taken unread, by a scope of their own with its own reading of bodies. */
async function put(app: FastifyInstance, options: Omit<MountOptions, 'app'>): Promise<void> {
  const { upload } = options.route;
  if (!upload) return mount({ app, ...options });
  await app.register(async (scope) => {
    takeFiles(scope, upload.types);
    mount({ app: scope, ...options });
  });
}

function addHooks(app: FastifyInstance, options: HttpOptions, fail: MountOptions['fail']): void {
  const { kernel, endpointOf, policyOf, onReply } = options;
  const pass = createGate(kernel, options.proxies, options.meter);
  app.addHook('onRequest', async (request, reply) => {
    const endpoint = endpointOf(request.raw);
    const policy = policyOf(endpoint);
    void reply.headers(endpoint === 'main' ? PAGE_HEADERS : PLAIN_HEADERS);
    const refusal = await pass(request, endpoint, policy);
    if (!refusal) return applyCors(request, reply);
    const elsewhere = request.routeOptions.config.route?.elsewhere;
    if (elsewhere !== undefined && isAboutRights(refusal.refuse)) return reply.redirect(elsewhere, 302);
    return fail(request, reply, { code: refusal.refuse, detail: refusal.detail });
  });
  // A route that takes an object may be called with no body at all: curl -X POST is enough.
  app.addHook('preValidation', async (request) => {
    if (request.routeOptions.schema?.body) request.body ??= {};
  });
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    if (!failure || (options.errors[failure.code]?.status ?? 500) >= 500) {
      kernel.log.error(
        { url: maskedUrl(request.url), method: request.method, error: String((error as Error).stack) },
        'a request failed',
      );
    }
    // What nobody foresaw tells the caller nothing about our insides.
    return fail(request, reply, failure ?? { code: 'KERNEL_INTERNAL' });
  });
  app.setNotFoundHandler((request, reply) => fail(request, reply, { code: 'HUB_NOT_FOUND' }));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1_000;
    onReply({ method: request.method, route, status: reply.statusCode, seconds });
    kernel.log.debug(
      { method: request.method, url: maskedUrl(request.url), status: reply.statusCode },
      'http',
    );
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** null: it is no UTF-8. Read all the same, another encoding's Chinese would be printed as boxes. */
function textOf(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const body = textOf(bytes);
    if (body === null) done(new CodedError('HUB_BAD_JSON'));
    else if (body === '') done(null, undefined);
    // What nests without end overflows the stack of whoever walks it.
    else if (nestsDeeper(body, LEVELS)) done(new CodedError('KERNEL_TOO_DEEP', { levels: LEVELS }));
    else void parseJson(request, body, done);
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body: string, done) => done(null, Object.fromEntries(new URLSearchParams(body))),
  );
}

async function addDocumentation(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    transform: describeFiles,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Posthouse 驿站', version },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
}

/** Lets the router tell the doors apart, so that a path can mean one thing on 5000 and another on 8000. */
function byEndpoint(endpointOf: HttpOptions['endpointOf']) {
  return {
    name: 'endpoint',
    storage<H>() {
      const handlers = new Map<string, H>();
      return {
        get: (endpoint: string) => handlers.get(endpoint) ?? null,
        set: (endpoint: string, handler: H) => void handlers.set(endpoint, handler),
      };
    },
    validate: () => true,
    deriveConstraint: (request: IncomingMessage) => endpointOf(request),
  };
}
