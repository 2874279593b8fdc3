const gb18030 = new TextDecoder('gb18030');
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What the bytes of a text run mean: the printer's Chinese mode, and whether the document chose it itself. */
export interface TextMode {
  readonly chinese: boolean;
  readonly explicit: boolean;
  /** `ESC t`. */
  readonly page: number;
}

// Rules of the Katakana page (ESC t 1), which ReceiptLine draws its lines with.
const rules = new Map(
  Object.entries({
    0x8f: '┼',
    0x90: '┴',
    0x91: '┬',
    0x92: '┤',
    0x93: '├',
    0x95: '─',
    0x96: '│',
    0x98: '┌',
    0x99: '┐',
    0x9a: '└',
    0x9b: '┘',
    0x9c: '╭',
    0x9d: '╮',
    0x9e: '╰',
    0x9f: '╯',
  }).map(([byte, sign]) => [Number(byte), sign]),
);

/**
 * The characters of a run. Chinese printers start in GB18030, so that is the default; a run that is valid UTF-8
 * is read as such unless the document asked for a mode, because hand-made tests mostly send UTF-8.
 */
export function decodeText(bytes: Uint8Array, mode: TextMode): { text: string; narrow: boolean } {
  if (mode.chinese) return { text: mode.explicit ? gb18030.decode(bytes) : guess(bytes), narrow: false };
  return { text: singleByte(bytes, mode.page), narrow: true };
}

function guess(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return gb18030.decode(bytes);
  }
}

function singleByte(bytes: Uint8Array, page: number): string {
  return Array.from(bytes, (byte) =>
    page === 1 ? (rules.get(byte) ?? String.fromCharCode(byte)) : String.fromCharCode(byte),
  ).join('');
}
