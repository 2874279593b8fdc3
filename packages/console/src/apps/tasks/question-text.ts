/** What of a question's HTML is shown: text, and where a picture stood. Nothing of it ever becomes markup. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly script?: 'sub' | 'sup' }
  | { readonly kind: 'picture' }
  | { readonly kind: 'break' };

const NAMED: Readonly<Record<string, string>> = {
  nbsp: '\u00A0',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  middot: '·',
  times: '×',
  divide: '÷',
  plusmn: '±',
  le: '≤',
  ge: '≥',
  ne: '≠',
  deg: '°',
  infin: '∞',
  radic: '√',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  Delta: 'Δ',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  pi: 'π',
  Omega: 'Ω',
  rarr: '→',
  larr: '←',
  ang: '∠',
};

/** Tags after which another line begins. */
const BLOCKS = new Set([
  'p',
  'div',
  'br',
  'li',
  'tr',
  'table',
  'ul',
  'ol',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
]);
/** Elements whose text is not for readers. */
const UNREAD = /<(script|style|template|title)\b[^>]*>[\s\S]*?(<\/\1\s*>|$)/gi;
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi;

/** Reads what an editor stored, however broken it is. */
export function piecesOf(html: string): readonly Piece[] {
  const source = html.replaceAll(UNREAD, '');
  const pieces: Piece[] = [];
  let script: 'sub' | 'sup' | undefined;
  let from = 0;
  const say = (raw: string): void => {
    const text = decoded(raw).replaceAll(/[ \t\r\n\f]+/g, ' ');
    if (text === '' || (text === ' ' && isStart(pieces))) return;
    pieces.push(script ? { kind: 'text', text, script } : { kind: 'text', text });
  };
  for (const match of source.matchAll(TOKEN)) {
    say(source.slice(from, match.index));
    from = match.index + match[0].length;
    const name = match[2]?.toLowerCase();
    if (name === undefined) continue;
    if (name === 'img') pieces.push({ kind: 'picture' });
    else if (name === 'sub' || name === 'sup') script = match[1] === '/' ? undefined : name;
    else if (BLOCKS.has(name) && !isStart(pieces)) pieces.push({ kind: 'break' });
  }
  say(source.slice(from));
  while (pieces.at(-1)?.kind === 'break') pieces.pop();
  return pieces;
}

const isStart = (pieces: readonly Piece[]): boolean => {
  const last = pieces.at(-1);
  return last === undefined || last.kind === 'break';
};

/** The same as one line, `picture` standing where pictures stood. */
export function lineOf(html: string, picture: string): string {
  return piecesOf(html)
    .map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'picture' ? picture : ' '))
    .join('')
    .trim();
}

function decoded(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,15}));?/gi,
    (whole, dec, hex, name) => {
      if (name !== undefined) return NAMED[name as string] ?? whole;
      const code = dec === undefined ? Number.parseInt(hex as string, 16) : Number(dec);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}
