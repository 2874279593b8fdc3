import { isRefusal, refuse, type Handshake, type Kernel, type Refusal } from '@posthouse/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieMayAct } from '../access/cookie.ts';
import type { Meter } from '../access/meter.ts';
import { tokenOf } from '../auth/auth.ts';
import { guard, type DoorPolicy } from '../auth/browser-guard.ts';
import type { Proxies } from '../auth/proxies.ts';
import { addressOf, headerMap, isSecure, targetOf } from './raw-headers.ts';

/** Says who asks and whether they may, before any of the body is read. Null: come in. */
export function createGate(kernel: Kernel, proxies: Proxies, meter: Meter) {
  return async (request: FastifyRequest, endpoint: string, policy: DoorPolicy): Promise<Refusal | null> => {
    const { route } = request.routeOptions.config;
    const { address, headers, secure } = proxies(addressOf(request), headerMap(request.headers));
    const handshake: Handshake = { endpoint, ...targetOf(request.url), headers, address };
    const again = () => kernel.auth.who(handshake);
    request.caller = { address, secure: secure || isSecure(request), again };
    if (!policy.allows(address)) return refuse('HUB_ADDRESS_REFUSED');
    const who = await again();
    if (!meter(isRefusal(who) ? address : who.id)) return refuse('ACCESS_REQUESTS');
    const hasToken = tokenOf(handshake) !== undefined;
    const { host, origin } = request.headers;
    const site = handshake.headers.get('sec-fetch-site');
    const effects = route?.effects === true;
    const ahead = /prefetch|prerender/.test(headers.get('sec-purpose') ?? headers.get('purpose') ?? '');
    const token = hasToken && !isRefusal(who);
    const blocked = guard({ host, origin, site, effects, ahead, token }, policy);
    if (blocked) return refuse(blocked);
    request.principal = isRefusal(who) ? null : who;
    const byCookie = !hasToken && request.principal?.via?.startsWith('session/') === true;
    if (byCookie && !cookieMayAct({ method: request.method, effects, origin, site })) {
      return refuse('ACCESS_CROSS_SITE');
    }
    if (!route || route.permission === null) return null;
    if (isRefusal(who)) return who;
    return (await kernel.auth.may(who, route.permission))
      ? null
      : refuse('HUB_FORBIDDEN', { permission: route.permission });
  };
}

/** Whether somebody else, signed in, might have been let in; what looks like an attack is not sent anywhere. */
export function isAboutRights(code: string): boolean {
  return code === 'HUB_FORBIDDEN' || code === 'HUB_TOKEN_MISSING' || code === 'HUB_TOKEN_INVALID';
}

/** Tells the browser that the page, which the gate has let in, may read the reply. */
export function applyCors(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  void reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
  if (request.method !== 'OPTIONS') return undefined;
  return reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    .header('access-control-allow-headers', 'Authorization, Content-Type, Idempotency-Key, X-Access-Token')
    .header('access-control-max-age', '600')
    .send();
}
