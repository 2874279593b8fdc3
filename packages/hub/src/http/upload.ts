import type { IncomingMessage } from 'node:http';
import { CodedError, type Clock, type Ms, type UploadBody } from '@posthouse/kernel';
import type { FastifyInstance } from 'fastify';

/** How long an upload may say nothing while its reader waits. */
const SILENCE: Ms = 30_000;
/** How long the rest of a file that nobody wants is thrown away, so that its sender gets to read why. */
const DRAIN: Ms = 10_000;

/** Connections on which a file arrives, for the door that gives up on slow requests. */
const uploading = new WeakSet<object>();

export const isUploading = (socket: object): boolean => uploading.has(socket);

/** Lets the routes of this scope take files of these types, unread, and nothing else. */
export function takeFiles(scope: FastifyInstance, types: readonly string[]): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser([...types], (_request, payload, done) => done(null, payload));
}

export interface Upload {
  readonly body: UploadBody;
  /** The reply is on its way: what has not been read goes nowhere. */
  finish(): void;
}

/** The body of a request as a route reads it. Throws HUB_UPLOAD_TOO_LARGE at once when the request says so. */
export function receiveUpload(request: IncomingMessage, limit: number, clock: Pick<Clock, 'after'>): Upload {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    drain(request, clock);
    throw new CodedError('HUB_UPLOAD_TOO_LARGE', { limit });
  }
  const { socket } = request;
  uploading.add(socket);
  const body = piecesOf(request, limit, clock);
  return {
    body,
    finish() {
      uploading.delete(socket);
      const drained = () => drain(request, clock);
      void body.return(undefined).then(drained, drained);
    },
  };
}

async function* piecesOf(
  request: IncomingMessage,
  limit: number,
  clock: Pick<Clock, 'after'>,
): AsyncGenerator<Uint8Array> {
  // Leaving early must not end the connection: the reply is still to be sent on it.
  const pieces = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array, unknown>;
  let size = 0;
  try {
    for (;;) {
      const next = await nextOf(pieces, request, clock);
      if (next.done === true) return;
      size += next.value.length;
      if (size > limit) throw new CodedError('HUB_UPLOAD_TOO_LARGE', { limit });
      yield next.value;
    }
  } finally {
    // Else it would go on holding the stream, and nothing could drain it.
    await pieces.return?.();
  }
}

async function nextOf(
  pieces: AsyncIterator<Uint8Array, unknown>,
  request: IncomingMessage,
  clock: Pick<Clock, 'after'>,
): Promise<IteratorResult<Uint8Array, unknown>> {
  let silent = false;
  const cancel = clock.after(SILENCE, () => {
    silent = true;
    request.destroy();
  });
  try {
    return await pieces.next();
  } catch (cause) {
    throw new CodedError(silent ? 'HUB_REQUEST_TIMEOUT' : 'HUB_UPLOAD_CUT', undefined, { cause });
  } finally {
    cancel();
  }
}

function drain(request: IncomingMessage, clock: Pick<Clock, 'after'>): void {
  if (request.readableEnded || request.destroyed) return;
  const cancel = clock.after(DRAIN, () => request.destroy());
  request.once('close', cancel).resume();
}
