/** A blank to be filled in, however it is drawn. */
export const BLANK = '␣';

const BLANKS = /_{2,}(?:\s*_{2,})*|\(\s*\)|\[\s*\]|【\s*】|(?<=\s)_(?=\s)/g;
/** What stands between digits, in one spelling: 1979—1981 and 1979~1981 are one. */
const SEPARATORS: Readonly<Record<string, string>> = { '、': ',', '。': '.', '~': '-', '—': '-', '–': '-' };

const is = { letter: 0, mark: 1, separator: 2, open: 3, close: 4, space: 5, sign: 6 } as const;
type Class = (typeof is)[keyof typeof is];

const classes = new Uint8Array(0x1_0000);
const classify = (characters: string, as: Class): void => {
  for (const character of characters) classes[character.charCodeAt(0)] = as;
};
classify('"“”„‘’\'`´「」『』《》〈〉〔〕【】…―‐‑·•・;!?¿¡¨﹏〃※', is.mark);
classify('.,:~、。—–', is.separator);
classify('([{', is.open);
classify(')]}', is.close);
classify(' \t\n\r\v\f\u0085\u00A0\u1680\u2028\u2029\u202F\u205F\u3000', is.space);
classify('\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A', is.space);
classify('+-*/=<>^_\\|%√∠', is.sign);

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isWord = (unit: number): boolean =>
  isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
const isMath = (unit: number): boolean =>
  isWord(unit) || classes[unit] === is.sign || (unit >= 0x391 && unit <= 0x3c9);

/**
 * Text without what a typist may leave out: punctuation and the spaces around it. What a formula needs stays: a point,
 * comma, colon or `~` between digits, brackets around letters and digits, one space between words. One pass; a doubtful
 * sign waits for the next character that stays.
 */
export function dropMarks(text: string): string {
  let out = '';
  let last = 0;
  let spaced = false;
  let separator = '';
  let brackets = '';
  const folded = text.replace(BLANKS, BLANK);
  for (let at = 0; at < folded.length; at++) {
    const unit = folded.charCodeAt(at);
    const kind = classes[unit];
    if (kind === is.mark) continue;
    if (kind === is.space) spaced = true;
    else if (kind === is.separator) {
      separator = separator === '' && isDigit(last) && !spaced && brackets === '' ? folded[at]! : ' ';
    } else if (kind === is.open) brackets += folded[at]!;
    else if (kind === is.close) {
      if (brackets !== '') brackets = brackets.slice(0, -1);
      else if (isMath(last) || classes[last] === is.close) {
        out += folded[at]!;
        last = unit;
        spaced = false;
        separator = '';
      }
    } else {
      if (separator !== '') {
        if (separator !== ' ' && isDigit(unit) && !spaced && brackets === '')
          out += SEPARATORS[separator] ?? separator;
        else if (isWord(last) && isWord(unit) && brackets === '') out += ' ';
      } else if (spaced && isWord(last) && isWord(unit) && brackets === '') out += ' ';
      if (brackets !== '' && isMath(unit)) out += brackets;
      out += folded[at]!;
      last = unit;
      spaced = false;
      separator = brackets = '';
    }
  }
  return out;
}
