export interface Uploading {
  /** The file's media type. */
  readonly type: string;
  /** Called with the share that is sent, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * A POST whose progress can be seen: `fetch` cannot tell how much of a body is sent. Rejects when no answer came, and
 * with the signal's reason when it was aborted.
 */
export function uploadFile(
  path: string,
  file: Blob,
  { type, headers, onProgress, signal }: Uploading & { readonly headers: Readonly<Record<string, string>> },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries({ ...headers, 'content-type': type })) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress?.(total === 0 ? 0 : loaded / total),
    );
    request.addEventListener('load', () => {
      const { status, statusText } = request;
      resolve(new Response(request.responseText, { status, statusText }));
    });
    request.addEventListener('error', () => reject(new TypeError('upload failed')));
    request.addEventListener('abort', () => reject(signal?.reason as Error));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
