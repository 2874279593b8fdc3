import { isRefusal, refuse, type Kernel, type Peer, type Principal, type Refusal } from '@posthouse/kernel';
import type { ClientWord } from '@posthouse/protocol';
import type { Context } from './context.ts';

/** Something that native peers may request by name. */
export interface Method {
  readonly name: string;
  /** null: whoever was let in may. */
  readonly permission: string | null;
  /** Checks `params` itself; returns the result or a refusal. */
  run(params: unknown, who: Principal, kernel: Kernel, peer: Peer): Promise<unknown>;
}

export type Methods = ReadonlyMap<string, Method>;

/** Who the hub takes the caller for: what a console shows, and the first thing to ask when a right is missing. */
export const whoami: Method = {
  name: 'whoami',
  permission: null,
  async run(_params, { id, name, roles, anonymous }) {
    return { id, ...(name !== undefined && { name }), roles, anonymous };
  },
};

/**
 * A new token in place of one that is about to expire, without connecting anew. It must speak for the same principal
 * with the same roles: rooms and leases were given to those.
 */
export const refresh: Method = {
  name: 'refresh',
  permission: null,
  async run(params, who, kernel, peer) {
    const token =
      typeof params === 'object' && params !== null && 'token' in params ? params.token : undefined;
    if (typeof token !== 'string') return refuse('HUB_TOKEN_MISSING');
    // With a token in hand, nothing else of how it came is asked.
    const { endpoint, address } = peer;
    const came = { endpoint, address, path: '', query: new URLSearchParams(), headers: new Map() };
    const next = await kernel.auth.who(came, token);
    if (isRefusal(next)) return next;
    if (next.id !== who.id || next.roles.join() !== who.roles.join()) return refuse('HUB_TOKEN_INVALID');
    peer.open(next);
    return { expires: next.expires ?? null };
  },
};

export async function answer(context: Context, { id, data }: ClientWord<'request'>): Promise<void> {
  const result = await call(context, data.method, data.params);
  if (!isRefusal(result)) {
    context.say({ type: 'response', id, data: { result: result ?? null } });
    return;
  }
  const { refuse: code, detail } = result;
  const error = { code, message: context.text(code), ...(detail !== undefined && { detail }) };
  context.say({ type: 'response', id, data: { error } });
}

async function call(context: Context, name: string, params: unknown): Promise<unknown> {
  const { methods, kernel, peer } = context;
  const method = methods.get(name);
  if (!method) return refuse('NATIVE_NO_METHOD', { method: name });
  if (method.permission !== null && !(await kernel.auth.may(peer.principal, method.permission))) {
    return refuse('NATIVE_FORBIDDEN', { permission: method.permission }) satisfies Refusal;
  }
  return method.run(params, peer.principal, kernel, peer);
}
