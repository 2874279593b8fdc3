import { describe, expect, it } from 'vitest';
import { createEncodingProbe, decoded } from './encoding.ts';

const TEXT = '题干,答案\n下列哪些是质数？,二\n'.repeat(40);
const utf8 = new TextEncoder().encode(TEXT);
/** "题干,答案\n甲乙,丙\n" in GB18030. */
const gb = Uint8Array.from('\xcc\xe2\xb8\xc9,\xb4\xf0\xb0\xb8\n\xbc\xd7\xd2\xd2,\xb1\xfb\n', (character) =>
  character.charCodeAt(0),
);
const utf16 = Uint8Array.from(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'));

function probed(bytes: Uint8Array, size = bytes.length): string {
  const probe = createEncodingProbe();
  for (let from = 0; from < bytes.length; from += size) probe.take(bytes.subarray(from, from + size));
  return probe.encoding();
}
const withMark = (bytes: Uint8Array) => Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes]);

describe('what a file is written in', () => {
  it.each([
    ['nothing', new Uint8Array(), 'utf-8'],
    ['ASCII', new TextEncoder().encode('content\nx\n'), 'utf-8'],
    ['UTF-8', utf8, 'utf-8'],
    ['UTF-8 that holds U+FFFD alone', new TextEncoder().encode('content\n\uFFFD\n'), 'utf-8'],
    ['UTF-8 that ends in half a character', utf8.subarray(0, utf8.length - 2), 'utf-8'],
    ['UTF-8 with a broken byte', utf8.with(300, 0xff), 'utf-8'],
    ['marked UTF-8 that is none', withMark(gb), 'utf-8'],
    ['GB18030', gb, 'gb18030'],
    ['UTF-16 with its mark', utf16, 'utf-16le'],
    ['UTF-16 the other way', utf16.slice().map((_, at) => utf16[at ^ 1]!), 'utf-16be'],
  ])('%s', (_, bytes, expected) => {
    expect(probed(bytes)).toBe(expected);
    // Characters cut between two pieces are whole.
    expect(probed(bytes, 1_000)).toBe(expected);
  });

  it.each([
    [utf16, 'utf-16le'],
    [withMark(utf8), 'utf-8'],
  ])('is read so, without its mark', async (bytes, encoding) => {
    let text = '';
    async function* pieces() {
      for (let from = 0; from < bytes.length; from += 7) yield bytes.subarray(from, from + 7);
    }
    for await (const piece of decoded(pieces(), encoding)) text += piece;
    expect(text).toBe(TEXT);
  });
});
