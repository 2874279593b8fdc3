import { request } from 'node:http';

/** `fetch` may not set Host and Origin. */
export function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (reply) => resolve(reply.resume().statusCode))
      .once('error', reject)
      .end();
  });
}

/** `open`, or the status of the refusal. */
export function upgrade(
  url: string,
  headers: Record<string, string> = {},
  protocol?: string,
): Promise<string | number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url.replace(/^ws/, 'http'), {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...(protocol !== undefined && { 'sec-websocket-protocol': protocol }),
        ...headers,
      },
    });
    asked.once('upgrade', (_reply, socket) => {
      socket.destroy();
      resolve('open');
    });
    asked.once('response', (reply) => resolve(reply.resume().statusCode));
    asked.once('error', reject);
    asked.end();
  });
}
