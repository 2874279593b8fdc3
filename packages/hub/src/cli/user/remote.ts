import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { CodedError } from '@posthouse/kernel';
import type { Control } from '../../access/control.ts';
import { loginOf } from '../../access/rules.ts';
import type { House, User } from './house.ts';

/**
 * One request to this machine. The certificate is not judged: it names the hub as others call it, and who could
 * answer here instead of the hub can read its data folder, too.
 */
function send(url: string, method: string, token: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    };
    const sent = url.startsWith('https:')
      ? httpsRequest(url, { ...options, rejectUnauthorized: false })
      : httpRequest(url, options);
    sent.once('error', reject);
    sent.once('response', (reply) => void text(reply).then(resolve, reject));
    sent.end(method === 'GET' ? undefined : body);
  });
}

/** The accounts of a running hub, by its own interface. Its refusals are thrown as the codes that they are. */
export function remoteHouse({ url, token }: Control): House {
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const text = await send(`${url}/api/auth${path}`, method, token, JSON.stringify(body ?? {}));
    const answer = JSON.parse(text) as (T & { error?: { code: string; detail?: unknown } }) | null;
    if (answer?.error) throw new CodedError(answer.error.code, answer.error.detail);
    return answer as T;
  }
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
