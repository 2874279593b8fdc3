import { closeReasons } from '@posthouse/protocol';
import type { Language } from '../../words/language.ts';

/** What RFC 6455 §7.4.1 gives besides; a browser uses 1005 and 1006 for what it was not told. */
const GENERAL: Readonly<Record<number, { readonly zh: string; readonly en: string }>> = {
  1000: { zh: '正常结束', en: 'it ended as agreed' },
  1001: { zh: '对方离开', en: 'the other side went away' },
  1003: { zh: '不接受这种数据', en: 'this kind of data is not accepted' },
  1005: { zh: '没有说明原因', en: 'no reason was given' },
  1006: {
    zh: '连接断了，没有道别：地址不对、端口没开、被拒绝，或网络断开',
    en: 'it broke without a word: wrong address, closed port, refused, or the network is gone',
  },
  1008: { zh: '违反规则', en: 'against the rules' },
};

/** Why a connection ended, in words; the number alone where nobody has given it a meaning. */
export function closeText(code: number, language: Language): string | null {
  const known = Object.hasOwn(closeReasons, code)
    ? closeReasons[code as keyof typeof closeReasons].text
    : GENERAL[code];
  return known ? known[language === 'zh-CN' ? 'zh' : 'en'] : null;
}
