/** What a printer puts where it has no glyph; said by us, because printers print question marks or nothing. */
const MISSING = '□';

const twoByte = decodeTwoByteArea();

/** Every character of GB18030's two-byte area: what Chinese receipt printers hold in their font. */
function decodeTwoByteArea(): ReadonlySet<string> {
  const bytes = new Uint8Array(126 * 190 * 2);
  let end = 0;
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      bytes[end++] = lead;
      bytes[end++] = trail;
    }
  }
  return new Set(new TextDecoder('gb18030').decode(bytes.subarray(0, end)));
}

/**
 * The text as a GB18030 printer can show it. `¥` (U+00A5) would become four bytes that most printers garble, so it
 * becomes `￥` (A3 A4); what has no two-byte code becomes `□`; joiners and control characters are dropped.
 */
export function printable(text: string): string {
  let result = '';
  for (const character of text.normalize().replaceAll('\t', ' ')) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code < 0x7f) result += character;
    else if (character === '\n') result += character;
    else if (character === '¥') result += '￥';
    else if (character === '\u00a0') result += ' ';
    else if (/[\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u.test(character)) continue;
    else result += twoByte.has(character) && character !== '\ufffd' ? character : MISSING;
  }
  return result;
}
