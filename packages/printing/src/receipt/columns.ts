/** Dots of one ASCII column in the 12 × 24 font that ESC/POS printers start with; a CJK character takes two. */
export const DOTS_PER_COLUMN = 12;
const DOTS_PER_MM = 8;

/** Column counts of a paper: 58 mm → 32, 80 mm → 48 (203 dpi, with the margins the print head cannot reach). */
export function paperColumns(widthMm: number): number {
  const printable = widthMm - (widthMm < 70 ? 10 : 8);
  return Math.max(8, Math.floor((printable * DOTS_PER_MM) / DOTS_PER_COLUMN));
}

/** Dots across the whole paper, margins included. */
export function paperDots(widthMm: number): number {
  return Math.max(Math.round(widthMm * DOTS_PER_MM), paperColumns(widthMm) * DOTS_PER_COLUMN);
}

/** Columns that a character takes where GB18030 is printed: one for ASCII, two for everything else. */
export function columnsOf(character: string): 1 | 2 {
  return (character.codePointAt(0) ?? 0) < 0x80 ? 1 : 2;
}

export function textColumns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

/**
 * Folds one line at `columns`: at a space where there is one, else between characters. What follows keeps the
 * line's indentation; a line that fits comes back unchanged.
 */
export function foldLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const hanging = indent.length * 2 <= columns ? indent : '';
  const folded: string[] = [];
  let before = '';
  let at = 0;
  // Each part is looked at once, so that a line of any length costs no more than its characters.
  for (;;) {
    const cut = cutAt(line, at, before, columns, hanging);
    if (cut === null) return [...folded, before + line.slice(at)];
    folded.push((before + line.slice(at, cut)).trimEnd());
    at = afterSpace(line, cut);
    before = hanging;
  }
}

/**
 * Where to cut what follows `at` and is printed behind `before`: after the last character that fits, drawn back to a
 * space if that leaves more than half a line. null: all of it fits.
 */
function cutAt(line: string, at: number, before: string, columns: number, hanging: string): number | null {
  const indented = at - before.length + hanging.length;
  let used = before.length;
  let usedAtSpace = 0;
  let space = -1;
  let end = at;
  for (; end < line.length; end += line.codePointAt(end)! > 0xffff ? 2 : 1) {
    const code = line.codePointAt(end)!;
    if (code === SPACE && end > indented) [space, usedAtSpace] = [end, used];
    used += code < 0x80 ? 1 : 2;
    if (used > columns) return usedAtSpace * 2 > columns ? space : end;
  }
  return null;
}

const SPACE = 0x20;

function afterSpace(line: string, from: number): number {
  let at = from;
  while (at < line.length && line[at]!.trim() === '') at++;
  return at;
}
