import { CodedError } from '@posthouse/kernel';
import type { Control } from '../../access/control.ts';
import { loginOf } from '../../access/rules.ts';
import { askHub } from '../ask-hub.ts';
import type { House, User } from './house.ts';

/** The accounts of a running hub, by its own interface. Its refusals are thrown as the codes that they are. */
export function remoteHouse(control: Control): House {
  const ask = <T>(method: string, path: string, body?: object): Promise<T> =>
    askHub<T>(control, method, `/api/auth${path}`, body);
  const list = async () => (await ask<{ items: readonly User[] }>('GET', '/users')).items;
  const idOf = async (name: string) => {
    const wanted = loginOf(name);
    const user = (await list()).find(({ name, email }) => loginOf(name) === wanted || email === wanted);
    if (!user) throw new CodedError('ACCESS_ACCOUNT_UNKNOWN', { name });
    return user.id;
  };
  return {
    list,
    create: ({ first, role, ...user }) =>
      first ? ask<User>('POST', '/owner', user) : ask<User>('POST', '/users', { ...user, role }),
    change: async (name, change) => ask<User>('PATCH', `/users/${await idOf(name)}`, change),
    remove: async (name) => ask('DELETE', `/users/${await idOf(name)}`),
    close: async () => {},
  };
}
