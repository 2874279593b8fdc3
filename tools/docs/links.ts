const BLOCK = /^```(\w*)\n([\s\S]*?)^```/gm;
const HEADING = /^(#{1,6}) +(.+)$/gm;

/** The text without its blocks of code: what is shown there is no heading. */
const withoutBlocks = (text: string) => text.replace(BLOCK, '');

/** Where the page's links and pictures point, in their order; addresses with a scheme are left out. */
export function linksOf(text: string): readonly string[] {
  const prose = withoutBlocks(text).replace(/(`+)[^`][\s\S]*?\1/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, , title = ''] of withoutBlocks(text).matchAll(HEADING)) {
    const plain = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = plain;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${plain}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** What translations of a page have in common: their headings' depths, their code, where their links point. */
export function bones(text: string): object {
  return {
    headings: [...withoutBlocks(text).matchAll(HEADING)].map(([, marks]) => marks),
    // Comments are translated, and are set apart as their lines allow.
    code: [...text.matchAll(BLOCK)].map(([, language, code = '']) => [
      language,
      code.replace(/(^|\s)\s*# .*/gm, ''),
    ]),
    links: linksOf(text)
      .map((target) => target.replace(/\.(zh-CN|en)(?=\.)/, '').replace(/#.*/, ''))
      .toSorted(),
  };
}
