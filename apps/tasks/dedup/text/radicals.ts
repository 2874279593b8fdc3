/**
 * Radicals that look like characters and that NFKC leaves alone: text taken out of PDF files is full of them. Unicode's
 * property Equivalent_Unified_Ideograph for U+2E81–U+2EF2 (EquivalentUnifiedIdeograph.txt, version 14); the Kangxi
 * radicals U+2F00–U+2FD5 are folded by NFKC itself. Each line: radicals, then their ideographs.
 */
const PAIRS = [
  ['⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐', '厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢'],
  ['⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢', '𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺'],
  ['⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲', '灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒'],
  ['⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂', '㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤'],
  ['⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒', '覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸'],
  ['⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢', '长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马'],
  ['⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲', '骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀'],
] as const;

const ideographs = new Map<string, string>(
  PAIRS.flatMap(([radicals, plain]) => {
    const to = Array.from(plain);
    return Array.from(radicals, (radical, at) => [radical, to[at]!] as const);
  }),
);

/** Every radical of the CJK Radicals Supplement as the ideograph that it looks like. */
export const foldRadicals = (text: string): string =>
  text.replace(/[\u2E80-\u2EF3]/g, (radical) => ideographs.get(radical) ?? radical);
