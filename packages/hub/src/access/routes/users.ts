import { refuse, type Id, type Refusal, type Route } from '@posthouse/kernel';
import type { Static } from 'typebox';
import type { Access } from '../access.ts';
import { ById, NewUser, pageOf, User, UserChange } from '../contract.ts';
import { changeAccount, createAccount, deleteAccount, findAccount, listAccounts } from '../ops/accounts.ts';
import { endSession } from '../ops/sessions.ts';
import { mayGive, passwordFault } from '../rules.ts';
import { userShape } from '../shapes.ts';
import { actorOf, made, onePage, route, shown, type AnyCall } from './route.ts';

/** Accounts of others. */
export function userRoutes(access: Access): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/auth/users',
      permission: 'access.user.read',
      summary: { zh: '账号', en: 'Accounts' },
      schema: { response: { 200: pageOf(User) } },
      handle: async (call) => onePage((await call.read(listAccounts, null)).map(userShape)),
    }),
    route<unknown, unknown, Static<typeof NewUser>>({
      method: 'POST',
      path: '/api/auth/users',
      permission: 'access.user.write',
      summary: { zh: '新建账号', en: 'Make an account' },
      schema: { body: NewUser, response: { 201: User } },
      handle: async (call) => made(await newUser(access, call, call.body), userShape),
    }),
    route<{ id: Id }, unknown, Static<typeof UserChange>>({
      method: 'PATCH',
      path: '/api/auth/users/:id',
      permission: 'access.user.write',
      summary: { zh: '修改账号', en: 'Change an account' },
      schema: { params: ById, body: UserChange, response: { 200: User } },
      handle: async (call) => shown(await changeUser(access, call, call.params.id, call.body), userShape),
    }),
    route<{ id: Id }>({
      method: 'DELETE',
      path: '/api/auth/users/:id',
      permission: 'access.user.write',
      summary: { zh: '删除账号', en: 'Delete an account' },
      schema: { params: ById },
      handle: (call) => call.write(deleteAccount, { id: call.params.id, by: actorOf(call) }),
    }),
    route<{ id: Id }>({
      method: 'POST',
      path: '/api/auth/users/:id/sign-out',
      permission: 'access.user.write',
      summary: { zh: '结束账号的全部会话', en: 'End all sessions of an account' },
      schema: { params: ById },
      async handle(call) {
        const by = actorOf(call);
        const account = await call.read(findAccount, { id: call.params.id });
        if (!account) return refuse('ACCESS_ACCOUNT_UNKNOWN', { id: call.params.id });
        if (!mayGive(by.roles, account.role)) return refuse('ACCESS_BEYOND', { role: account.role });
        return call.write(endSession, { account: account.id, session: 'all', by });
      },
    }),
  ];
}

/** What is given of an account, in our words; the dialects translate theirs into it. */
export interface UserInput {
  readonly name: string;
  readonly password: string;
  readonly role: string;
  readonly email?: string;
  readonly full_name?: string | null;
}

export async function newUser(access: Access, call: AnyCall, input: UserInput) {
  const { name, password, role, email = null, full_name = null } = input;
  const by = actorOf(call);
  // Asked before the costly hash as well as in the op: whoever may not should cost nothing.
  const no = unknownRole(access, role) ?? beyond(by.roles, role) ?? passwordFault(password, name);
  if (no) return no;
  const hash = await access.passwords.hash(password);
  // Not under the idempotency key: the name is unique anyway, and a hash should not be kept twice.
  return call.kernel.store.write(createAccount, {
    name,
    email,
    fullName: full_name,
    role,
    hash,
    by,
    first: false,
  });
}

export async function changeUser(
  access: Access,
  call: AnyCall,
  id: Id,
  { name, email, full_name, role, password, disabled }: Static<typeof UserChange>,
) {
  const by = actorOf(call);
  const account = await call.kernel.store.read(findAccount, { id });
  if (!account) return refuse('ACCESS_ACCOUNT_UNKNOWN', { id });
  // One's own password needs the present one: PUT /api/auth/password.
  if (password !== undefined && by.id === `user/${id}`) return refuse('ACCESS_ONESELF');
  const no =
    beyond(by.roles, account.role) ??
    (role === undefined ? null : unknownRole(access, role)) ??
    (password === undefined ? null : passwordFault(password, name ?? account.name));
  if (no) return no;
  const given = { name, email, full_name, role, password, disabled };
  if (Object.values(given).every((value) => value === undefined)) return refuse('ACCESS_NOTHING');
  return call.kernel.store.write(changeAccount, {
    id,
    by,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(full_name !== undefined && { fullName: full_name }),
    ...(role !== undefined && { role }),
    ...(disabled !== undefined && { disabled }),
    ...(password !== undefined && { hash: await access.passwords.hash(password) }),
  });
}

function unknownRole({ roles }: Access, role: string): Refusal | null {
  return roles.includes(role) ? null : refuse('ACCESS_ROLE_UNKNOWN', { roles });
}

function beyond(givers: readonly string[], role: string): Refusal | null {
  return mayGive(givers, role) ? null : refuse('ACCESS_BEYOND', { role });
}
