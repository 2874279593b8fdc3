import { CodedError, isRefusal } from '@posthouse/kernel';
import { openSqlite } from '@posthouse/store-sqlite';
import { readControl } from '../../access/control.ts';
import {
  changeAccount,
  createAccount,
  deleteAccount,
  findAccount,
  listAccounts,
  type AccountChange,
} from '../../access/ops/accounts.ts';
import { createPasswords } from '../../access/passwords.ts';
import { loginOf } from '../../access/rules.ts';
import { userShape } from '../../access/shapes.ts';
import type { Config } from '../../config/load.ts';
import { systemClock } from '../../system/clock.ts';
import { remoteHouse } from './remote.ts';

export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly role: string;
  readonly disabled: boolean;
  readonly signed_in_at: string | null;
}

export interface Change {
  readonly role?: string;
  readonly disabled?: boolean;
  readonly password?: string;
}

/** The accounts of a hub, whether it runs or not. Everything throws coded errors. */
export interface House {
  list(): Promise<readonly User[]>;
  create(user: {
    name: string;
    password: string;
    role: string;
    email?: string;
    first: boolean;
  }): Promise<User>;
  change(name: string, change: Change): Promise<User>;
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
/** Whoever sits at the machine and may read its data folder. */
const CONSOLE = { id: 'console', name: 'posthouse user', roles: ['owner'], address: '', agent: '' };

/** Opens the data folder; when a running hub has it, speaks with that hub instead. */
export async function openHouse({ hub, apps }: Config): Promise<House> {
  try {
    const store = await openSqlite({
      folder: hub.data,
      clock: systemClock(),
      apps: { module: new URL(`../../apps.${EXTENSION}`, import.meta.url), config: apps },
    });
    return folderHouse(store);
  } catch (error) {
    const control = readControl(hub.data);
    if (!(error instanceof CodedError) || error.code !== 'STORE_FOLDER_IN_USE' || !control) throw error;
    return remoteHouse(control);
  }
}

function folderHouse(store: Awaited<ReturnType<typeof openSqlite>>): House {
  const passwords = createPasswords();
  const idOf = async (name: string) => {
    const account = await store.read(findAccount, { login: loginOf(name) });
    if (!account) throw new CodedError('ACCESS_ACCOUNT_UNKNOWN', { name });
    return account.id;
  };
  return {
    list: async () => (await store.read(listAccounts, null)).map(userShape),
    async create({ name, password, role, email, first }) {
      const hash = await passwords.hash(password);
      const account = { name, email: email ?? null, fullName: null, role, hash, by: CONSOLE, first };
      return userShape(orThrow(await store.write(createAccount, account)));
    },
    async change(name, { role, disabled, password }) {
      const change: AccountChange = {
        id: await idOf(name),
        by: CONSOLE,
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabled }),
        ...(password !== undefined && { hash: await passwords.hash(password) }),
      };
      return userShape(orThrow(await store.write(changeAccount, change)));
    },
    async remove(name) {
      orThrow(await store.write(deleteAccount, { id: await idOf(name), by: CONSOLE }));
    },
    close: () => store.close(),
  };
}

function orThrow<T>(value: T): Exclude<T, { refuse: string }> {
  if (isRefusal(value)) throw new CodedError(value.refuse, value.detail);
  return value as Exclude<T, { refuse: string }>;
}
