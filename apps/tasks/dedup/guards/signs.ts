/** Digits, operators and Chinese numerals. A 一 on its own counts nothing: 一项, 一种, 一般. */
const NUMBERS =
  /\d+(?:\.\d+)?|[+×÷=<>≤≥≠±√∞%]|-(?=[\d(a-zA-Z])|[零一二三四五六七八九十百千万亿两]{2,}|[二三四五六七八九十百千万亿两]/g;
/** Greek letters, single Latin ones and abbreviations: α1 and β1, DNA and RNA. */
const SYMBOLS = /[α-ωΑ-Ω]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[A-Z]{2,}/g;

/** The numbers, operators and symbols of a stem in their order: where they differ, so does the question. */
export const signsOf = (stem: string): string =>
  `${stem.match(NUMBERS)?.join(' ') ?? ''} ${stem.match(SYMBOLS)?.join(' ').toLowerCase() ?? ''}`;
