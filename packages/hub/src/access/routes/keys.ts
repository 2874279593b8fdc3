import { isRefusal, refuse, type Id, type Principal, type Refusal, type Route } from '@posthouse/kernel';
import type { Static } from 'typebox';
import type { Access } from '../access.ts';
import { covers } from '../../auth/roles.ts';
import { ById, Key, KeyWithSecret, NewKey, pageOf, RotateKey } from '../contract.ts';
import { createKey, listKeys, revokeKey, rotateKey, type MadeKey } from '../ops/keys.ts';
import { digestOf, newSecret, prefixOf } from '../secrets.ts';
import { keyShape } from '../shapes.ts';
import { actorOf, made, onePage, route, type AnyCall } from './route.ts';

const DAY = 86_400_000;

/** API keys for back-ends. */
export function keyRoutes(access: Access): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/auth/permissions',
      permission: 'access.key.read',
      summary: { zh: '全部权限及拥有它的角色', en: 'Every permission, and the roles that have it' },
      schema: {},
      handle: async ({ locale }) =>
        onePage(access.permissions.map(({ name, text, roles }) => ({ name, text: text[locale], roles }))),
    }),
    route({
      method: 'GET',
      path: '/api/auth/keys',
      permission: 'access.key.read',
      summary: { zh: 'API 密钥', en: 'API keys' },
      schema: { response: { 200: pageOf(Key) } },
      handle: async (call) => onePage((await call.read(listKeys, null)).map(keyShape)),
    }),
    route<unknown, unknown, Static<typeof NewKey>>({
      method: 'POST',
      path: '/api/auth/keys',
      permission: 'access.key.write',
      summary: {
        zh: '新建 API 密钥；密钥只显示这一次',
        en: 'Make an API key; its secret is shown this once',
      },
      schema: { body: NewKey, response: { 201: KeyWithSecret } },
      async handle(call) {
        const { name, scopes, expires_in } = call.body;
        const no = await beyondScope(access, call, scopes);
        if (no) return no;
        const fresh = newKeySecret();
        const key = await call.write(createKey, {
          name,
          scopes,
          ...fresh.stored,
          expires: expires_in === undefined ? null : call.kernel.clock.now() + expires_in * 1_000,
          by: actorOf(call),
        });
        return made(key, fresh.shape);
      },
    }),
    route<{ id: Id }, unknown, Static<typeof RotateKey>>({
      method: 'POST',
      path: '/api/auth/keys/:id/rotate',
      permission: 'access.key.write',
      summary: {
        zh: '换发密钥；旧密钥再用 overlap 秒（默认一天）',
        en: 'Replace a key; the old one goes on for `overlap` seconds (a day by default)',
      },
      schema: { params: ById, body: RotateKey, response: { 201: KeyWithSecret } },
      async handle(call) {
        const old = (await call.read(listKeys, null)).find(({ id }) => id === call.params.id);
        if (!old) return refuse('ACCESS_KEY_UNKNOWN', { id: call.params.id });
        const no = await beyondScope(access, call, old.scopes);
        if (no) return no;
        const fresh = newKeySecret();
        const { overlap } = call.body;
        const key = await call.write(rotateKey, {
          id: call.params.id,
          ...fresh.stored,
          overlap: overlap === undefined ? DAY : overlap * 1_000,
          by: actorOf(call),
        });
        return isRefusal(key) ? key : made(key, fresh.shape);
      },
    }),
    route<{ id: Id }>({
      method: 'DELETE',
      path: '/api/auth/keys/:id',
      permission: 'access.key.write',
      summary: { zh: '收回 API 密钥', en: 'Take back an API key' },
      schema: { params: ById },
      handle: (call) => call.write(revokeKey, { id: call.params.id, by: actorOf(call) }),
    }),
  ];
}

/** A repeated request gets the first one's key, whose secret nobody has any more: it is shown as null. */
function newKeySecret() {
  const secret = newSecret('phk');
  const stored = { prefix: prefixOf(secret), digest: digestOf(secret) };
  const shape = (key: MadeKey) => ({
    ...keyShape(key),
    secret: key.digest === stored.digest ? secret : null,
  });
  return { stored, shape };
}

/** Nobody hands out what they may not do themselves; a scope that covers nothing is a slip of the pen. */
async function beyondScope(
  { permissions }: Access,
  { principal, kernel }: AnyCall & { principal: Principal },
  scopes: readonly string[],
): Promise<Refusal | null> {
  for (const scope of scopes) {
    const covered = permissions.filter(({ name }) => covers(scope, name));
    if (covered.length === 0) return refuse('ACCESS_SCOPE_UNKNOWN', { scope });
    for (const { name } of covered) {
      if (!(await kernel.auth.may(principal, name))) return refuse('ACCESS_BEYOND', { permission: name });
    }
  }
  return null;
}
