/** Words that are opposites of others, or of their own absence. Longest first where one begins like another. */
const WORDS = [
  '不正确|不恰当|不准确|错误|有误|错',
  '正确|恰当|准确|无误',
  '不|非|无|未|没|否|勿|莫|除|禁止',
  '最大|最小|最多|最少|最高|最低|最早|最晚|最长|最短|最强|最弱|最好|最差',
  '增|减|升|降|大于|小于|高于|低于|多于|少于|超过|不足|以上|以下|之前|之后|前者|后者',
  '充分|必要|必须|可以|主动|被动|顺时针|逆时针|直接|间接|主观|客观|宏观|微观|阳性|阴性',
  '左|右|东|西|南|北|内|外|前|后|先|男|女|雌|雄|父|母|正|负|酸|碱|阴|阳',
  "\\b(?:incorrect|correct|wrong|false|true|not|no|never|none|except|without|least|most|always|before|after)\\b|n't",
].join('|');
const STANCE = new RegExp(WORDS, 'gi');
const FALSE = /^(?:不正确|不恰当|不准确|错误|有误|错|incorrect|wrong|false)$/i;
const TRUE = /^(?:正确|恰当|准确|无误|correct|true)$/i;
const NEGATION = /^(?:不|非|无|未|没|否|勿|莫|not|no|n't)$/i;

/** The words of a stem that turn its meaning around, in their order; 不正确 and 错误 mean the same. */
export const stancesOf = (stem: string): string =>
  stem
    .match(STANCE)
    ?.map((word) =>
      FALSE.test(word) ? '-' : TRUE.test(word) ? '+' : NEGATION.test(word) ? '!' : word.toLowerCase(),
    )
    .join(' ') ?? '';
