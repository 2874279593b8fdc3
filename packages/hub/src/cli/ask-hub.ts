import { CodedError } from '@posthouse/kernel';
import type { Control } from '../access/control.ts';
import { requestHere } from './request-here.ts';

/** A request to the hub that has the data folder, by its own interface. Its refusals are thrown as their codes. */
export async function askHub<T>(
  { url, token }: Control,
  method: string,
  path: string,
  body: object = {},
): Promise<T> {
  const said = await requestHere(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: JSON.stringify(body) }),
  });
  const answer = JSON.parse(said) as (T & { error?: { code: string; detail?: unknown } }) | null;
  if (answer?.error) throw new CodedError(answer.error.code, answer.error.detail);
  return answer as T;
}
