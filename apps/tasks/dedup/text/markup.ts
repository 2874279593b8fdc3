import { hash } from 'node:crypto';
import { decodeHTML } from 'entities';

/** What an HTML fragment says: its text, tags gone and entities decoded once, and the pictures in it. */
export interface Said {
  /** Each picture is one private character that stands for what it shows. */
  readonly text: string;
  /** MD5 of each picture's source, in order. */
  readonly images: readonly string[];
}

const BLOCKS =
  /^(?:address|article|blockquote|br|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul)$/;
const INLINES =
  /^(?:a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|embed|font|i|input|ins|kbd|label|mark|o:p|object|q|rp|rt|ruby|s|samp|small|span|strike|strong|tt|u|var|wbr)$/;
/** Their content is not for readers. */
const SILENT = /^(?:script|style|title|head|noscript|template)$/;
const SILENCE_ENDS = /<\/(?:script|style|title|head|noscript|template)/gi;
const VALUE = /\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)/;
/** Attributes have values or are known to do without: `a<b c>d` is a formula. */
const ATTRIBUTE = new RegExp(
  String.raw`\s+(?:[a-z_:@][\w:.-]*${VALUE.source}|(?:checked|controls|disabled|hidden|nowrap|readonly|selected)(?![\w=]))`,
);
const TAG = new RegExp(String.raw`<(/?)([a-z][a-z0-9:]*)((?:${ATTRIBUTE.source})*)[\s/]*>`, 'iy');
const SOURCE = /(?:^|\s)src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;

/**
 * A tokenizer, no parser: only what has the form and the name of an HTML tag is one, so `a<b 且 c>d` stays text. A block
 * parts words, an inline tag does not; `<sup>` and `<sub>` become `^{…}` and `_{…}`, because 10² is not 102.
 */
export function readMarkup(html: string): Said {
  if (!html.includes('<')) return { text: decodeHTML(html), images: [] };
  const images: string[] = [];
  let text = '';
  let from = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    if (html.startsWith('<!--', at)) {
      text += html.slice(from, at);
      const end = html.indexOf('-->', at + 4);
      from = at = end === -1 ? html.length : end + 3;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(html);
    const name = tag?.[2]?.toLowerCase();
    const word = tag && spoken(name!, tag[1] === '/', tag[3]!, images);
    if (tag === null || word === null) {
      at++;
      continue;
    }
    text += html.slice(from, at) + word;
    from = at += tag[0].length;
    if (tag[1] === '' && SILENT.test(name!)) {
      SILENCE_ENDS.lastIndex = at;
      from = at = SILENCE_ENDS.exec(html)?.index ?? html.length;
    }
  }
  return { text: decodeHTML(text + html.slice(from)), images };
}

/** What is read in place of a tag; null if there is no such tag. */
function spoken(name: string, closing: boolean, attributes: string, images: string[]): string | null {
  if (name === 'sup' || name === 'sub') return closing ? '}' : name === 'sup' ? '^{' : '_{';
  if (name === 'img') {
    const source = SOURCE.exec(attributes);
    const digest = hash('md5', decodeHTML(source?.[1] ?? source?.[2] ?? source?.[3] ?? ''));
    images.push(digest);
    return imageCharacter(digest);
  }
  if (BLOCKS.test(name)) return ' ';
  return INLINES.test(name) || SILENT.test(name) ? '' : null;
}

/** One of the 65,534 private characters of plane 15: for 3-grams a picture is a character like any other. */
const imageCharacter = (digest: string): string =>
  String.fromCodePoint(0xf_0000 + (Number.parseInt(digest.slice(0, 8), 16) % 0xfffe));
