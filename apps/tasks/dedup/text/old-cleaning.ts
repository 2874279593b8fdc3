const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** What the old server's regular expressions took for white space; JavaScript's `\s` differs in U+001C–001F, U+0085, U+FEFF. */
// oxlint-disable-next-line no-control-regex -- they are white space there
const SPACES = /[\t-\r\u001C-\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g;
// oxlint-disable-next-line no-control-regex -- they are what it deletes
const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200D\uFEFF]/g;

/** The old server's cleaning of a stem, step by step and with its faults: old results can be reproduced. */
export function oldCleaning(html: string): string {
  return html
    .replace(/<[^>]+>/g, '')
    .replaceAll('\u3000', ' ')
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\[图片\p{Nd}+\]/gu, '[IMG]')
    .replace(/\[公式\p{Nd}+\]/gu, '[FORMULA]')
    .replace(SPACES, ' ')
    .replace(/^ | $/g, '')
    .replace(UNSEEN, '');
}
