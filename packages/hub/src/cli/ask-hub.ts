import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { CodedError } from '@posthouse/kernel';
import type { Control } from '../access/control.ts';

/** A request to the hub that has the data folder, by its own interface. Its refusals are thrown as their codes. */
export async function askHub<T>(
  { url, token }: Control,
  method: string,
  path: string,
  body: object = {},
): Promise<T> {
  const said = await send(url + path, method, token, JSON.stringify(body));
  const answer = JSON.parse(said) as (T & { error?: { code: string; detail?: unknown } }) | null;
  if (answer?.error) throw new CodedError(answer.error.code, answer.error.detail);
  return answer as T;
}

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
