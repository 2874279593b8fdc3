/** Digits, operators and Chinese numerals. A 一 on its own counts nothing: 一项, 一种, 一般. */
const SIGNS =
  /\d+(?:\.\d+)?|[+×÷=<>≤≥≠±√∞%]|-(?=[\d(a-zA-Z])|[零一二三四五六七八九十百千万亿两]{2,}|[二三四五六七八九十百千万亿两]/g;

/** The numbers and operators of a stem in their order: where they differ, so does the question. */
export const signsOf = (stem: string): string => stem.match(SIGNS)?.join(' ') ?? '';
