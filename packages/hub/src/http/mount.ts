import { isRefusal, isReply, type Call, type Kernel, type Principal, type Route } from '@posthouse/kernel';
import { localeOf } from '@posthouse/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codingsOf } from './codings.ts';
import { deedOf, type RequestDeed } from './deed.ts';
import type { createErrorReply } from './error-reply.ts';
import { createCallWrite, onceOf } from './idempotency.ts';
import { isStream, streamOf } from './download.ts';
import { createPackageFiles } from './package-file.ts';
import { agentOf } from './raw-headers.ts';
import { receiveUpload } from './upload.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The app's route behind this one. */
    route?: Route;
    /** The name of that app. */
    owner?: string;
  }
  interface FastifyRequest {
    /** Who asks; set before the route's body is read. */
    principal: Principal | null;
    /** Where they are, behind the proxies that are ours. */
    caller: { readonly address: string; readonly secure: boolean; readonly again: Call['again'] };
  }
}

export interface MountOptions {
  readonly app: FastifyInstance;
  readonly owner: string;
  readonly route: Route;
  readonly kernel: Kernel;
  readonly fail: ReturnType<typeof createErrorReply>;
  readonly onDeed: (deed: RequestDeed) => void;
}

/** Bytes of the body of a route that asks for a permission. */
const BODY_LIMIT = 1_048_576;

/** Puts one route of an app on each of its endpoints. */
export function mount(options: MountOptions): void {
  const { app, owner, route } = options;
  const { params, query, body, response } = route.schema;
  for (const endpoint of route.endpoints) {
    app.route({
      method: route.method,
      url: route.path,
      constraints: { endpoint },
      // A HEAD would do what the GET does.
      exposeHeadRoute: route.effects !== true && !route.download,
      config: { route, owner },
      ...(route.permission !== null && { bodyLimit: BODY_LIMIT }),
      schema: {
        tags: [owner],
        summary: route.summary.en,
        description: route.summary.zh,
        hide: route.permission === null && !route.path.startsWith('/api/'),
        ...(params && { params }),
        ...(query && { querystring: query }),
        ...(body && { body }),
        ...(response && { response }),
        ...(route.permission !== null && { security: [{ token: [] }] }),
      },
      handler: (request, reply) => answer(options, request, reply),
    });
  }
}

async function answer(
  { route, kernel, fail, onDeed }: MountOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const principal = request.principal ?? NOBODY;
  const key = request.headers['idempotency-key'];
  const writing = createCallWrite(
    kernel.store,
    onceOf({
      key: Array.isArray(key) ? key.join() : key,
      principal,
      method: route.method,
      route: route.path,
      url: request.url,
      body: route.upload ? null : request.body,
    }),
  );
  const upload = route.upload && receiveUpload(request.raw, route.upload.limit, kernel.clock);
  const call: Call = {
    params: request.params,
    query: request.query,
    body: upload ? upload.body : request.body,
    principal,
    locale: localeOf(request.headers['accept-language']),
    ...request.caller,
    agent: agentOf(request.headers),
    codings: codingsOf(request.headers['accept-encoding']),
    write: writing.write,
    read: (op, args) => kernel.store.read(op, args),
    kernel,
  };
  const result = await route.handle(call as Call<never, never, never>).finally(() => upload?.finish());
  // Before the reply goes out: whoever hangs up has done it all the same.
  const deed = deedOf(request, result);
  if (deed) onDeed(deed);
  if (writing.replayed()) void reply.header('idempotency-replayed', 'true');
  if (isRefusal(result)) return fail(request, reply, { code: result.refuse, detail: result.detail });
  if (!isReply(result)) return reply.send(result ?? null);
  if (result.headers) void reply.headers(result.headers);
  if (result.redirect !== undefined) return reply.redirect(result.redirect, result.status ?? 302);
  if (result.file) {
    const { type, body } = await packageFile(result.file);
    return reply.type(type).send(body);
  }
  const body = isStream(result.body) ? streamOf(result.body, kernel.log) : result.body;
  return reply.code(result.status ?? 200).send(body);
}

const packageFile = createPackageFiles();

/** Whoever calls a public route without a token. */
const NOBODY: Principal = { id: 'anonymous', roles: [], anonymous: true };
