/** `1.` `12、` `(3)` `第3题` `【例1】` `例1:` in front of a stem. `1.5` and `(1)+x` are none. */
const NUMBER =
  /^\s*(?:\d{1,3}\s*(?:[、)]|\.(?!\d))(?!\s*[、,.]?\d)|\(\s*\d{1,3}\s*\)(?!\s*[-+×÷=<>*/^_\d])|第\s*\d{1,3}\s*题|【\s*(?:例题?|第)?\s*\d{1,3}\s*题?\s*】|例题?\s*\d{1,3}\s*[.:、])\s*/;
/** `(5分)` `(本题满分12分)` `(每小题 3 分,共 15 分)` in front. */
const POINTS = /^\s*\((?:[^()]{0,12})\d{1,3}(?:\.\d)?\s*分\s*\)\s*/;
/** `(单选题)` `【多选】` in front. */
const KIND = /^\s*[(【[]\s*(?:单选|多选|判断|填空|单项选择|多项选择|不定项选择|选择)题?\s*[)】\]]\s*/;

/** A stem without its number, points and kind in front: they belong to the paper, not to the question. */
export function dropNumbering(text: string): string {
  for (let left = text; ;) {
    const next = left.replace(NUMBER, '').replace(POINTS, '').replace(KIND, '');
    if (next === left) return left;
    left = next;
  }
}
