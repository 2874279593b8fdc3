import { Readable } from 'node:stream';
import type { Log } from '@posthouse/kernel';

export function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/**
 * What a route streams, as the server wants it. Once the first bytes are out an error cannot be worded any more: the
 * connection is cut, so that nobody takes half a file for a whole one, and the log says why.
 */
export function streamOf(body: AsyncIterable<Uint8Array>, log: Log): Readable {
  return Readable.from(told(body, log), { objectMode: false });
}

async function* told(body: AsyncIterable<Uint8Array>, log: Log): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    log.error({ error: String((error as Error).stack) }, 'a download broke off');
    throw error;
  }
}
