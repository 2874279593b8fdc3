import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

export interface HereRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/**
 * One request to this machine, and the text of its reply. The certificate is not judged: it names the hub as others call
 * it, and who could answer here instead of the hub can read its data folder, too.
 */
export function requestHere(url: string, { method, body, headers, signal }: HereRequest): Promise<string> {
  // Node says by itself how long a POST is, and not how long a DELETE is.
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = { method, headers: { ...headers, ...length }, ...(signal && { signal }) };
  return new Promise((resolve, reject) => {
    const sent = url.startsWith('https:')
      ? httpsRequest(url, { ...options, rejectUnauthorized: false })
      : httpRequest(url, options);
    sent.once('error', reject);
    sent.once('response', (reply) => void text(reply).then(resolve, reject));
    sent.end(body);
  });
}
