import { isRefusal, isReply, type Principal } from '@posthouse/kernel';
import type { FastifyRequest } from 'fastify';
import { agentOf, targetOf } from './raw-headers.ts';

/** A request that changed something, for the audit log. */
export interface RequestDeed {
  readonly principal: Principal;
  /** The app of the route. */
  readonly owner: string;
  /** `POST /api/print/orders/:id/confirm`, and the path as it was asked for. */
  readonly route: string;
  readonly path: string;
  readonly address: string;
  readonly agent: string;
}

/** `result` is what its route made of it. null: the request only looked, was refused, or came from nobody known. */
export function deedOf(request: FastifyRequest, result: unknown): RequestDeed | null {
  const { principal } = request;
  const { route, owner } = request.routeOptions.config;
  if (!principal || !route || owner === undefined || isRefused(result)) return null;
  if (!(route.effects ?? route.method !== 'GET')) return null;
  return {
    principal,
    owner,
    route: `${route.method} ${route.path}`,
    path: targetOf(request.url).path,
    address: request.caller.address,
    agent: agentOf(request.headers),
  };
}

function isRefused(result: unknown): boolean {
  return isRefusal(result) || (isReply(result) && (result.status ?? 200) >= 400);
}
