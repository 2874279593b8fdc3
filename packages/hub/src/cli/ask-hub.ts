import { CodedError } from '@posthouse/kernel';
import type { Control } from '../access/control.ts';
import { requestHere } from './request-here.ts';

/**
 * A request to the hub that has the data folder, by its own interface. Its refusals are thrown as their codes; when
 * nothing that is a hub answers, HUB_NOT_ANSWERING is.
 */
export async function askHub<T>(
  { url, token }: Control,
  method: string,
  path: string,
  body: object = {},
): Promise<T> {
  const answer = await parsed<T & { error?: { code: string; detail?: unknown } }>(
    url,
    requestHere(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method !== 'GET' && { body: JSON.stringify(body) }),
    }),
  );
  if (answer?.error) throw new CodedError(answer.error.code, answer.error.detail);
  return answer as T;
}

async function parsed<T>(url: string, reply: Promise<string>): Promise<T | null> {
  try {
    return JSON.parse(await reply) as T | null;
  } catch (error) {
    throw new CodedError('HUB_NOT_ANSWERING', { url, why: (error as Error).message }, { cause: error });
  }
}
