/** Tells while a file arrives whether it is UTF-8; whatever is not is taken for GB18030, which Chinese Excel writes. */
export interface EncodingProbe {
  take(bytes: Uint8Array): void;
  /** After the last bytes. */
  encoding(): 'utf-8' | 'gb18030';
}

export function createEncodingProbe(): EncodingProbe {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  const attempt = (read: () => void) => {
    try {
      if (isUtf8) read();
    } catch {
      isUtf8 = false;
    }
  };
  return {
    take: (bytes) => attempt(() => decoder.decode(bytes, { stream: true })),
    encoding() {
      attempt(() => decoder.decode());
      return isUtf8 ? 'utf-8' : 'gb18030';
    },
  };
}

/** The text of a file in pieces, without its byte order mark. */
export async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of pieces) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
