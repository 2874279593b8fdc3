/** What files are written in. */
export type Written = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/**
 * Tells while a file arrives what it is written in. A byte order mark says it. Whatever is not UTF-8 is taken for
 * GB18030, which Chinese Excel writes, unless most of it reads as UTF-8: then it is UTF-8 with damage here and there,
 * and as GB18030 every text of it would be stored as another one.
 */
export interface EncodingProbe {
  take(bytes: Uint8Array): void;
  /** After the last bytes. */
  encoding(): Written;
}

const MARKS: readonly (readonly [encoding: Written, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** One unreadable place in so many characters is damage; in GB18030 most are. */
const DAMAGE = 10;

export function createEncodingProbe(): EncodingProbe {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lenient = new TextDecoder('utf-8');
  let marked: Written | undefined;
  let begun = false;
  let isUtf8 = true;
  /** Characters beyond ASCII, and places that cannot be read. */
  let [readable, damaged] = [0, 0];

  /** Without bytes: the end. */
  function read(bytes?: Uint8Array): void {
    const stream = bytes !== undefined;
    try {
      if (isUtf8) strict.decode(bytes, { stream });
    } catch {
      isUtf8 = false;
    }
    const text = lenient.decode(bytes, { stream });
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0xfffd) damaged++;
      else if (code > 0x7f) readable++;
    }
  }

  return {
    take(bytes) {
      if (!begun) marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
      begun = true;
      if (marked === undefined) read(bytes);
    },
    encoding() {
      if (marked !== undefined) return marked;
      read();
      return isUtf8 || damaged * DAMAGE <= readable ? 'utf-8' : 'gb18030';
    },
  };
}

/** The text of a file in pieces, without its byte order mark. */
export async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of pieces) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
