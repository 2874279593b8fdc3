import { DLE, ESC, FS, GS } from '../escpos/commands.ts';

/** The bytes of a command, `'more'` while its length cannot be told, or `'nul'` when it runs to a NUL. */
export type Length = number | 'more' | 'nul';

const char = (text: string): number => text.charCodeAt(0);

/** Lengths of commands of fixed size: introducer and letter counted. */
const fixed: Record<number, ReadonlyMap<number, number>> = {
  [ESC]: lengths({ 2: '@2<LSv\f', 3: '!EG-MadJKe3tR {T=%?rUVu', 4: '$\\cB', 5: 'p', 10: 'W' }),
  [GS]: lengths({ 2: ':c', 3: '!BHhwfarIEbT/', 4: 'LWP$\\', 5: '^z', 6: 'g' }),
  [FS]: lengths({ 2: '.&', 3: '!-CW', 4: 'Sp?', 76: '2' }),
};

function lengths(table: Record<number, string>): ReadonlyMap<number, number> {
  return new Map(
    Object.entries(table).flatMap(([length, letters]) =>
      Array.from(letters, (letter) => [char(letter), Number(length)] as const),
    ),
  );
}

/**
 * The length of the ESC/POS command that begins at `at` of `bytes` (Epson's reference; commands that it does not
 * list count two bytes, so that parsing goes on behind them).
 */
export function commandLength(bytes: Uint8Array, at: number): Length {
  const [lead, letter, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = bytes.subarray(at, at + 8);
  const have = bytes.length - at;
  if (lead === undefined || letter === undefined) return 'more';
  /** A length that is known once `header` bytes are there. */
  const after = (header: number, total: number): Length => (have < header ? 'more' : total);
  if (lead === DLE) return dleLength(letter, c, have);
  if (letter === char('(')) return after(5, 5 + d + e * 256);
  const known = fixed[lead]?.get(letter);
  if (known !== undefined) return known;
  const name = String.fromCharCode(letter);
  if (lead === ESC) {
    if (name === '*') return after(5, 5 + (d + e * 256) * (c === 32 || c === 33 ? 3 : 1));
    if (name === 'D') return 'nul';
  }
  if (lead === GS) {
    if (name === 'V') return after(3, c === 0 || c === 1 || c === 48 || c === 49 ? 3 : 4);
    if (name === 'k') return have < 3 ? 'more' : c <= 6 ? 'nul' : after(4, 4 + d);
    if (name === '8') return after(7, 7 + d + e * 256 + f * 65_536 + g * 16_777_216);
    if (name === 'v' || name === 'Q') return after(8, 8 + (e + f * 256) * (g + h * 256));
    if (name === '*') return after(4, 4 + c * d * 8);
  }
  return 2;
}

function dleLength(letter: number, c: number, have: number): Length {
  if (letter === 0x04) return have < 3 ? 'more' : c === 7 || c === 8 ? 4 : 3;
  if (letter === 0x05) return 3;
  if (letter === 0x14) return have < 3 ? 'more' : c === 8 ? 10 : 5;
  return 2;
}
