import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { judged, systemResolve, type Resolve } from './guarded-dial.ts';
import type { Targets } from './targets.ts';

/** Statuses whose replies have no body (Fetch §2.2.3). */
const BODILESS: readonly number[] = [204, 205, 304];

/**
 * `fetch` for addresses that somebody else has written: the connection goes to an address that was judged, as
 * `guardDial`, while `Host` and the certificate stay those of the name. A redirect is never followed, since it would
 * lead elsewhere unjudged: it is an error, or with `redirect: 'manual'` the reply.
 */
export function guardFetch(targets: Targets, resolve: Resolve = systemResolve): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const url = new URL(asked.url);
    const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const host = await judged(name, targets, resolve);
    const body = Buffer.from(await asked.arrayBuffer());
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = send({
        host,
        port: url.port === '' ? undefined : Number(url.port),
        path: url.pathname + url.search,
        method: asked.method,
        headers: { ...Object.fromEntries(asked.headers), host: url.host, 'content-length': body.length },
        servername: name,
        signal: asked.signal,
      });
      sent.once('response', resolve).once('error', reject).end(body);
    });
    return responseOf(reply, asked.redirect);
  };
}

function responseOf(reply: IncomingMessage, redirect: Request['redirect']): Response {
  const { statusCode: status = 502, headers } = reply;
  if (status >= 300 && status < 400 && status !== 304 && redirect !== 'manual') {
    reply.destroy();
    throw new TypeError(`redirected to ${headers.location ?? 'nowhere'}, which is not followed`);
  }
  const list = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  if (!BODILESS.includes(status)) {
    return new Response(Readable.toWeb(reply) as ReadableStream<Uint8Array>, { status, headers: list });
  }
  reply.resume();
  return new Response(null, { status, headers: list });
}
