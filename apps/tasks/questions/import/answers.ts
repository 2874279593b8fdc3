import { RowRefused } from './rows.ts';

const RIGHT = new Set(['1', 'a', 't', 'true', 'yes', 'y', '对', '正确', '是', '√', '✓']);
const WRONG = new Set(['2', '0', 'b', 'f', 'false', 'no', 'n', '错', '错误', '否', '×', '✗', 'x']);

/** Whether a text says right or wrong. */
export const isVerdict = (text: string): boolean => {
  const word = text.trim().toLowerCase();
  return word.length > 1 || /[^a-z0-9]/.test(word) ? RIGHT.has(word) || WRONG.has(word) : false;
};

/** An answer in the words of the old tables: `A`, `A,B` in the order given, `1` right and `2` wrong, or a text. */
export function answerValue(type: string, text: string | null): string | null {
  if (text === null) return null;
  switch (type) {
    case '1':
      return labels(text).length === 1 ? labels(text)[0]! : refuse();
    case '2':
      return labels(text).length > 0 ? labels(text).join(',') : refuse();
    case '3': {
      const word = text.trim().toLowerCase();
      if (RIGHT.has(word)) return '1';
      return WRONG.has(word) ? '2' : refuse();
    }
    default:
      return text;
  }
}

/** `A,B`, `AB`, `A、B`, `A B` and `A;B` all name two options. */
function labels(text: string): string[] {
  const parts = text
    .toUpperCase()
    .split(/[\s,，、;；|]+/)
    .filter((part) => part !== '');
  const split = parts.flatMap((part) => (/^[A-Z]+$/.test(part) ? Array.from(part) : [part]));
  return split.every((label) => /^[A-Z0-9]{1,2}$/.test(label)) ? split : [];
}

function refuse(): never {
  throw new RowRefused('TASKS_ROW_ANSWER');
}
